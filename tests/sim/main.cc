#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim_server.h"

// Stands in for the services that nexyd uses, until SIGTERM or SIGINT.
int main(int argc, char** argv) {
  // Before any thread is there, so that all of them leave these signals to sigwait().
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  nexy::SimOptions options;
  std::string script;
  bool lenient = false;
  bool forgetful = false;
  CLI::App app("Stands in for Gemini, OpenAI-compatible servers and Azure Speech on loopback.");
  app.add_option("--script", script, "What the services do (JSON, tests/sim/README.md)")
      ->check(CLI::ExistingFile);
  app.add_option("--threads", options.threads, "How many serve")->check(CLI::Range(1, 64));
  app.add_option("--http-port", options.http_port, "0: any");
  app.add_option("--https-port", options.https_port, "0: any");
  app.add_option("--key", options.key, "The only key that is accepted");
  app.add_option("--flavour", options.flavour, "Of the OpenAI-compatible services")
      ->check(CLI::IsMember({"openai", "llama_cpp", "ollama", "vllm"}));
  app.add_flag("--lenient", lenient, "Do not refuse what the real service refuses");
  app.add_flag("--no-record", forgetful, "Do not keep requests");
  CLI11_PARSE(app, argc, argv);
  options.strict = !lenient;
  options.record = !forgetful;

  nexy::SimServer sim(options);
  if (!script.empty()) {
    std::stringstream text;
    text << std::ifstream(script).rdbuf();
    if (const absl::Status status = sim.Load(text.str()); !status.ok()) {
      std::fprintf(stderr, "nexy-sim: %s: %s\n", script.c_str(),
                   std::string(status.message()).c_str());
      return 2;
    }
  }
  const nlohmann::ordered_json ready = {
      {"http", sim.http()}, {"https", sim.https()}, {"ca", sim.ca_file()}};
  std::printf("ready %s\n", ready.dump().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}
