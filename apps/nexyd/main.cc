#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "nexyd/keys.h"
#include "nexyd/log_sink.h"
#include "nexyd/options.h"
#include "nexyd/server.h"

namespace {

constexpr const char* kExamples = R"(Examples:
  nexyd                                    serve on the standard ports with the embedded voice
  nexyd --config /etc/nexy/nexy.yaml       with a file of settings
  nexyd --set rpc.port=0 --set web.port=0  on free ports; the line `ready {…}` tells which

SIGTERM or Ctrl-C: no new questions, live answers finish within rpc.shutdown_grace, exit code 0.
Exit codes: 0 stopped when asked, 1 could not start, 2 wrong use or wrong settings.)";

// Blocked before any thread starts, so that only sigwait() sees them.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // A file that may not grow is a full disk, no reason to end.
  return signals;
}

// Every turn is a stream of its own connection at worst; the soft limit is for careless programs.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int Fail(int code, const absl::Status& status) {
  std::cerr << "nexyd: " << status.message() << '\n';
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"nexyd: answers a question about a screen aloud, over gRPC", "nexyd"};
  app.footer(kExamples);
  app.set_version_flag("--version", "nexyd " NEXY_VERSION);
  nexy::OptionInputs inputs;
  app.add_option("--config", inputs.config_file, "File of settings (YAML)");
  app.add_option("--set", inputs.set, "A setting: section.key=value")->allow_extra_args(false);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const sigset_t stop_signals = BlockStopSignals();
  RaiseFileLimit();
  inputs.environment = nexy::ProcessEnvironment();
  auto loaded = nexy::LoadOptions(inputs);
  if (!loaded.ok()) return Fail(2, loaded.status());
  const absl::Status keys = nexy::ReadKeys(inputs.environment, loaded->options, loaded->notices);
  if (!keys.ok()) return Fail(2, keys);
  loaded->options.proxies = nexy::ProxiesOf(inputs.environment);
  nexy::RealClock clock;
  prometheus::Registry metrics;
  auto log = nexy::LogSink::Open(loaded->options.log, metrics, clock);
  if (!log.ok()) return Fail(1, log.status());
  for (const std::string& notice : loaded->notices) {
    (*log)->Warn("server", "warning", "setting", {{"notice", nexy::LogDetail{notice}}});
  }
  auto server = nexy::Server::Start(loaded->options, NEXY_VERSION, metrics, clock, **log);
  if (!server.ok()) return Fail(1, server.status());
  std::cout << (*server)->ReadyLine() << std::endl;

  int signal = 0;
  sigwait(&stop_signals, &signal);
  (*server)->Drain();
  return 0;
}
