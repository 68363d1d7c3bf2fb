#pragma once

#include <string>
#include <utility>
#include <vector>

namespace nexy::testing {

// A folder that goes when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string Contents(const std::string& path);
void WriteContents(const std::string& path, const std::string& bytes);

struct ProgramResult {
  int exit_code = -1;  // -1: ended by a signal.
  std::string out;
  std::string err;
};

// A built program, nexy unless another is named (or one of the system, by its path), as a process of
// its own, with its state in a folder of the test.
class Program {
 public:
  using Environment = std::vector<std::pair<std::string, std::string>>;

  Program(const std::vector<std::string>& arguments, const TemporaryFolder& home,
          const Environment& environment = {}, const std::string& input = "",
          const std::string& name = "nexy");
  // Kills it if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Waits until standard output holds `text`; false when the program ended without it.
  bool AwaitOutput(const std::string& text);
  void Signal(int number);
  void CloseOutput();
  ProgramResult Wait();
  int pid() const { return process_; }
  const std::string& seen() const { return seen_; }  // Of standard output.

 private:
  void Spawn(const std::string& name, const std::vector<std::string>& arguments,
             const TemporaryFolder& home, const Environment& environment);

  int process_ = -1;
  int in_ = -1;
  int out_ = -1;
  std::string error_path_;
  std::string seen_;
};

inline ProgramResult RunNexy(const std::vector<std::string>& arguments, const TemporaryFolder& home,
                             const Program::Environment& environment = {},
                             const std::string& input = "") {
  return Program(arguments, home, environment, input).Wait();
}

}  // namespace nexy::testing
