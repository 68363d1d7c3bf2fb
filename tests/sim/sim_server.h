#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace nexy {

struct SimOptions {
  int threads = 1;
  bool strict = true;               // Refuses what the real service refuses.
  bool record = true;               // Keeps requests for Requests(); a load test may do without.
  std::size_t record_max = 10'000;  // Requests; the oldest is forgotten.
  std::string key;                  // The only key that is accepted; empty: see README.md.
  std::string flavour = "openai";   // Or llama_cpp, ollama, vllm.
  std::uint16_t http_port = 0;      // 0: any that is free.
  std::uint16_t https_port = 0;
};

struct SimMessage {
  bool from_client = false;
  bool binary = false;
  std::string payload;
  std::int64_t at_ns = 0;
};

// One request as it arrived. Times are CLOCK_MONOTONIC in nanoseconds; 0: it has not happened.
struct SimRequest {
  std::uint64_t number = 0;  // From 1, counted for each service.
  std::string service;       // "gemini", "azure_tts@second", …
  std::uint64_t connection = 0;
  bool tls = false;
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::vector<SimMessage> messages;  // Of a WebSocket.
  int status = 0;                    // That was answered.
  // "open", "done", "cut" (as scripted), "aborted" (the client left), "refused" (strict mode).
  std::string outcome = "open";
  std::string closed;           // How a WebSocket ended: "close 1000 …", or an error.
  std::string refusal;          // Why strict mode refused it.
  std::int64_t arrived_ns = 0;  // Its body was there.
  std::int64_t first_ns = 0;    // Its first piece was about to be written.
  std::int64_t last_ns = 0;     // Its last piece was about to be written.
  std::int64_t finished_ns = 0;

  // The first header of that name, in any case of letters; empty: none.
  std::string_view Header(std::string_view name) const;
};

struct SimStats {
  std::size_t connections_open = 0;
  std::uint64_t connections_total = 0;
  std::uint64_t requests = 0;
  std::uint64_t refused = 0;  // By strict mode.
  std::size_t generations_live = 0;
  std::uint64_t generations_started = 0;
  std::uint64_t generations_finished = 0;
  std::uint64_t generations_cut = 0;      // As scripted.
  std::uint64_t generations_aborted = 0;  // The client left or interrupted before the end.
  std::uint64_t bytes_received = 0;       // Bodies and messages.
  std::uint64_t bytes_sent = 0;
};

// nexy-sim in this process: stands in for Gemini, OpenAI-compatible servers and Azure Speech on
// loopback, over plain TCP and TLS, and does what its script says. README.md describes scripts.
//
// Runs from construction to destruction on threads of its own. Thread-safe. What cannot fail on
// loopback, and a script that is wrong, ends the program with a message.
class SimServer {
 public:
  explicit SimServer(const SimOptions& options = {});
  ~SimServer();
  SimServer(const SimServer&) = delete;
  SimServer& operator=(const SimServer&) = delete;

  std::string http() const;       // "127.0.0.1:PORT"
  std::string https() const;      // "127.0.0.1:PORT"
  std::string http_url() const;   // "http://127.0.0.1:PORT"
  std::string https_url() const;  // "https://127.0.0.1:PORT"
  std::string ca_file() const;    // PEM of the authority behind the TLS port.

  // What `service` does from now on: a behaviour, a list of them, or the long form of README.md.
  // Its requests are counted from 1 again.
  void Script(std::string_view service, std::string_view json);
  // A whole script: {"gemini": …, "azure_tts": …}. INVALID_ARGUMENT names what is wrong.
  absl::Status Load(std::string_view json);

  // Lets `count` waits at the gate pass, present or later ones; Open() lets all of them pass.
  void Release(std::string_view gate, std::size_t count = 1);
  void Open(std::string_view gate);

  // Forgets scripts, gates, requests and counters; connections stay.
  void Reset();

  // Requests of `service` ("" for all) in the order of arrival; open ones as they are now.
  std::vector<SimRequest> Requests(std::string_view service = "") const;
  // False when the time is over first.
  bool WaitForRequests(std::string_view service, std::size_t count,
                       std::chrono::milliseconds limit = std::chrono::seconds(20)) const;
  SimStats Stats() const;
  bool WaitForStats(const std::function<bool(const SimStats&)>& wanted,
                    std::chrono::milliseconds limit = std::chrono::seconds(20)) const;
  // Until somebody waits at that gate.
  bool WaitForGate(std::string_view gate,
                   std::chrono::milliseconds limit = std::chrono::seconds(20)) const;

  // Takes the ports away (connections are then refused) and resets every connection; Up() brings
  // the same ports back.
  void Down();
  void Up();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexy
