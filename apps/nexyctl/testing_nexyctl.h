#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace nexy {

// What a run of a program came to.
struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

// Runs the real nexyctl, with a folder of the test's own.
class NexyctlTest : public testing::Test {
 protected:
  NexyctlTest() : folder_(::mkdtemp(name_)) {}
  ~NexyctlTest() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name, const std::string& text) const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  // `words` and `variables` are for a shell.
  Outcome Run(const std::string& words, const std::string& variables = "") const {
    const std::string command = "env -i " + variables + " " NEXY_BIN_DIR "/nexyctl " + words +
                                " >" + folder_ + "/out 2>" + folder_ + "/err";
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), Contents("out"), Contents("err")};
  }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

 private:
  std::string Contents(const std::string& name) const {
    std::ifstream file(folder_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  char name_[32] = "/tmp/nexyctl-XXXXXX";
  std::string folder_;
};

}  // namespace nexy
