#include "nexy/testing_program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

extern char** environ;

namespace nexy::testing {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> EnvironmentWith(const Program::Environment& changes) {
  std::vector<std::string> texts;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    // The person's own settings and sound are not the test's.
    if (text.starts_with("NEXY_") || text.starts_with("XDG_") || text.starts_with("ALSA_"))
      continue;
    texts.push_back(text);
  }
  for (const auto& [name, value] : changes) texts.push_back(name + "=" + value);
  return texts;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  path_ = std::filesystem::temp_directory_path().string() + "/nexy-test-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteContents(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

Program::Program(const std::vector<std::string>& arguments, const TemporaryFolder& home,
                 const Environment& environment, const std::string& input,
                 const std::string& name) {
  Spawn(name, arguments, home, environment);
  // Inputs of tests fit a pipe's buffer.
  if (!input.empty() && write(in_, input.data(), input.size()) < 0) std::abort();
  close(in_);
}

void Program::Spawn(const std::string& name, const std::vector<std::string>& arguments,
                    const TemporaryFolder& home, const Environment& environment) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0) std::abort();
  static int counter = 0;
  error_path_ = home / ("stderr-" + std::to_string(++counter));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error_path_.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  std::vector<std::string> words{name.starts_with('/') ? name : NEXY_BIN_DIR "/" + name};
  words.insert(words.end(), arguments.begin(), arguments.end());
  Environment changes{{"XDG_STATE_HOME", home.path()}};
  changes.insert(changes.end(), environment.begin(), environment.end());
  std::vector<std::string> variables = EnvironmentWith(changes);
  if (posix_spawn(&process_, words[0].c_str(), &actions, nullptr, Pointers(words).data(),
                  Pointers(variables).data()) != 0) {
    std::abort();
  }
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  in_ = input[1];
  out_ = output[0];
}

Program::~Program() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  CloseOutput();
}

bool Program::AwaitOutput(const std::string& text) {
  std::array<char, 4096> piece{};
  while (seen_.find(text) == std::string::npos) {
    const ssize_t count = read(out_, piece.data(), piece.size());
    if (count <= 0) return false;
    seen_.append(piece.data(), static_cast<std::size_t>(count));
  }
  return true;
}

void Program::Signal(int number) { kill(process_, number); }

void Program::CloseOutput() {
  if (out_ >= 0) close(out_);
  out_ = -1;
}

ProgramResult Program::Wait() {
  std::array<char, 4096> piece{};
  ssize_t count = 0;
  while (out_ >= 0 && (count = read(out_, piece.data(), piece.size())) > 0) {
    seen_.append(piece.data(), static_cast<std::size_t>(count));
  }
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          .out = seen_,
          .err = Contents(error_path_)};
}

}  // namespace nexy::testing
