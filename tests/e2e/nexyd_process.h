#pragma once

#include <grpcpp/channel.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "nexy/testing_program.h"

namespace nexy::testing {

// Sends an answer as fast as it is made, for tests that do not look at the pace.
inline const std::string kUnpaced = "turn.audio_ahead=10m";

// No notice and no apology because this machine is busy.
inline const std::vector<std::string> kPatient = {kUnpaced,
                                                  "turn.notice_after=0",
                                                  "turn.speak_by=1m",
                                                  "llm.first_token_timeout=50s",
                                                  "llm.next_token_timeout=50s",
                                                  "screen.ocr_timeout=45s"};

// The shipped nexyd on free loopback ports, with its embedded voice; ready when it is constructed.
class NexydProcess {
 public:
  // `settings` are section.key=value. Fails the test when the ready line does not come.
  explicit NexydProcess(const std::vector<std::string>& settings = {},
                        const Program::Environment& environment = {});

  const std::string& grpc() const { return grpc_; }  // host:port, as the ready line has it.
  const std::string& http() const { return http_; }
  std::string store() const { return home_ / "nexy.db"; }
  const std::string& ready_line() const { return ready_line_; }

  // A channel of its own, as a client far away has it; what it may read ahead is small.
  std::shared_ptr<::grpc::Channel> Connect() const;

  std::vector<int> WorkerPids() const;
  std::size_t ResidentKilobytes() const;
  int pid() const { return program_.pid(); }

  void Signal(int number) { program_.Signal(number); }
  // Its exit code, and its log as `err`. Without Signal() before it this waits for ever.
  ProgramResult Wait() { return program_.Wait(); }
  ProgramResult Stop();

 private:
  TemporaryFolder home_;
  Program program_;
  std::string ready_line_;
  std::string grpc_;
  std::string http_;
};

// What `nexy ask --json` told.
struct AskResult {
  int exit_code = -1;
  std::string text;  // Sentences joined by spaces.
  std::vector<std::string> sentences;
  std::string outcome;
  std::string cause;
  double audio_seconds = 0;
  std::string out;
  std::string err;
};

AskResult ParseAnswer(const ProgramResult& finished);

// The arguments of an `ask` that is not played, answered in JSON.
std::vector<std::string> AskArguments(const NexydProcess& server, const std::string& question,
                                      const std::vector<std::string>& more = {});

// One person: a device id of her own, kept from question to question.
class Person {
 public:
  explicit Person(const NexydProcess& server) : server_(server) {}

  AskResult Ask(const std::string& question, const std::vector<std::string>& more = {}) const {
    return ParseAnswer(RunNexy(AskArguments(server_, question, more), home_));
  }
  ProgramResult Run(const std::vector<std::string>& arguments) const;
  std::string device_id() const;
  const TemporaryFolder& home() const { return home_; }

 private:
  const NexydProcess& server_;
  TemporaryFolder home_;
};

// The embedded mind answers it for half a minute at the pace of speech, and begins so.
inline constexpr const char* kLongQuestion = "What can you do?";
inline constexpr const char* kFirstWords = "I can read what is on your screen";

inline std::string PortOf(const std::string& address) {
  return address.substr(address.rfind(':') + 1);
}

inline const std::string kExampleScreen = NEXY_SOURCE_DIR "/apps/nexy/example-screen.webp";

}  // namespace nexy::testing
