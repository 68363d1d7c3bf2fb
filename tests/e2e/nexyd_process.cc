#include "e2e/nexyd_process.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace nexy::testing {
namespace {

std::vector<std::string> Arguments(const TemporaryFolder& home,
                                   const std::vector<std::string>& settings) {
  std::vector<std::string> arguments;
  for (const std::string& setting : {std::string("rpc.host=127.0.0.1"), std::string("rpc.port=0"),
                                     std::string("web.host=127.0.0.1"), std::string("web.port=0"),
                                     "store.path=" + home / "nexy.db"}) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return arguments;
}

}  // namespace

NexydProcess::NexydProcess(const std::vector<std::string>& settings,
                           const Program::Environment& environment)
    : program_(Arguments(home_, settings), home_, environment, "", "nexyd") {
  if (!program_.AwaitOutput("\n")) {
    ADD_FAILURE() << "nexyd did not start: " << program_.Wait().err;
    return;
  }
  ready_line_ = program_.seen();
  const auto addresses = nlohmann::json::parse(ready_line_.substr(ready_line_.find('{')));
  grpc_ = addresses.at("grpc");
  http_ = addresses.at("http");
}

std::shared_ptr<::grpc::Channel> NexydProcess::Connect() const {
  ::grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 65536);
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetMaxSendMessageSize(-1);
  return ::grpc::CreateCustomChannel(grpc_, ::grpc::InsecureChannelCredentials(), arguments);
}

std::vector<int> NexydProcess::WorkerPids() const {
  const std::string tasks = "/proc/" + std::to_string(program_.pid()) + "/task";
  std::vector<int> pids;
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    std::ifstream children(task.path() / "children");
    int pid = 0;
    while (children >> pid) pids.push_back(pid);
  }
  return pids;
}

std::size_t NexydProcess::ResidentKilobytes() const {
  std::ifstream status("/proc/" + std::to_string(program_.pid()) + "/status");
  std::string word;
  std::size_t kilobytes = 0;
  while (status >> word) {
    if (word == "VmRSS:") status >> kilobytes;
  }
  return kilobytes;
}

ProgramResult NexydProcess::Stop() {
  Signal(SIGTERM);
  return Wait();
}

AskResult ParseAnswer(const ProgramResult& finished) {
  AskResult result;
  result.exit_code = finished.exit_code;
  result.out = finished.out;
  result.err = finished.err;
  std::istringstream lines(finished.out);
  std::string line;
  while (std::getline(lines, line)) {
    const auto event = nlohmann::json::parse(line);
    if (event.at("event") == "text") {
      result.sentences.push_back(event.at("text"));
      if (!result.text.empty()) result.text += ' ';
      result.text += result.sentences.back();
    } else if (event.at("event") == "summary") {
      result.outcome = event.at("outcome");
      result.cause = event.at("cause");
      result.audio_seconds = event.at("audio_seconds");
    }
  }
  return result;
}

std::vector<std::string> AskArguments(const NexydProcess& server, const std::string& question,
                                      const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"ask",         question, "--server",
                                     server.grpc(), "--json", "--no-play"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

ProgramResult Person::Run(const std::vector<std::string>& arguments) const {
  std::vector<std::string> words = arguments;
  words.insert(words.end(), {"--server", server_.grpc()});
  return RunNexy(words, home_);
}

std::string Person::device_id() const {
  const std::string line = Contents(home_ / "nexy/device-id");
  return line.substr(0, line.find('\n'));
}

}  // namespace nexy::testing
