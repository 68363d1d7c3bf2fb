#pragma once

#include <grpcpp/server.h>
#include <prometheus/registry.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/blocking_pool.h"
#include "base/clock.h"
#include "base/task_group.h"
#include "http/http_client.h"
#include "llm/metered.h"
#include "llm/offline.h"
#include "llm/prompts.h"
#include "nexyd/minds.h"
#include "nexyd/options.h"
#include "nexyd/process_metrics.h"
#include "nexyd/queue_metrics.h"
#include "nexyd/server_port.h"
#include "nexyd/update_server.h"
#include "nexyd/voices.h"
#include "rpc/assistant_service.h"
#include "screen/screen_reader.h"
#include "session/session_metrics.h"
#include "store/usage_ledger.h"
#include "store/usage_store.h"
#include "text/pronunciations.h"
#include "tts/espeak.h"
#include "tts/metered.h"
#include "tts/speech_cache.h"
#include "web/http_server.h"
#include "web/status_pages.h"

namespace nexy {

// The composition root: every object of nexyd, in the order in which they depend on each other.
class Server {
 public:
  // Listens and answers when it returns. The error says what could not be had and what to do.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options, std::string version,
                                                       prometheus::Registry& metrics, Clock& clock,
                                                       Log& log);
  ~Server();

  // `ready {"grpc":"127.0.0.1:50051","http":"127.0.0.1:8080","update":null}`.
  std::string ReadyLine() const;

  // Admits nothing more, lets live turns finish within the grace, then ends what is left. Blocks.
  void Drain();

 private:
  class IoThreads;

  Server(const Options& options, Prompts prompts, Pronunciations pronunciations,
         std::string version, prometheus::Registry& metrics, Clock& clock, Log& log);
  absl::Status StartVoice();
  absl::Status Listen();
  void StopWork();
  Task<> StartBackground();
  Task<> EndBackground();
  Task<> Sweep();
  Task<> RenderPhrases();
  Task<> LoadLexicon();
  Task<> KeepWelcome(TtsProvider& voice);
  Task<> WriteUsage();
  Serving ServingNow() const;
  ServerStatus StatusNow() const;
  nlohmann::ordered_json UpdateAddress() const;
  // Version and build of the newest published client; empty: none.
  std::pair<std::string, std::string> LatestClient() const;

  const Options options_;
  const std::string version_;
  prometheus::Registry& metrics_;
  Clock& clock_;
  Log& log_;
  const Clock::Time started_ = clock_.Now();

  asio::io_context io_;
  const asio::strand<asio::io_context::executor_type> background_strand_;
  TaskGroup background_;  // What goes on beside the calls; on its strand.
  BlockingPool decoding_;
  std::optional<BlockingPool> db_;

  HttpClient http_client_;  // Of everything that is asked over the network.
  UsageStore usage_store_;
  UsageLedger usage_;

  EspeakProvider espeak_;
  MeteredVoice embedded_;
  SpeechCache phrases_;
  ScreenReader screen_reader_;
  OfflineProvider offline_;
  MeteredMind metered_offline_;
  Minds minds_;
  Voices voices_;
  const Pronunciations pronunciations_;
  TurnMetrics turn_metrics_;
  TurnParts turn_parts_;

  SessionRegistry sessions_;
  KnownDevices known_devices_;
  CollectBuffers collect_;
  Conversations conversations_;
  SessionMetrics session_metrics_;
  ProcessMetrics process_metrics_;
  QueueMetrics queue_metrics_;
  RpcMetrics rpc_metrics_;
  std::optional<AssistantService> service_;
  std::unique_ptr<grpc::Server> grpc_;
  std::unique_ptr<ServerPort> port_;

  std::optional<StatusPages> pages_;
  std::unique_ptr<HttpServer> http_;
  std::unique_ptr<UpdateServer> update_;  // Null: no updates are served.

  std::atomic<bool> listening_{false};  // Everything below and above may be asked for status.
  std::unique_ptr<IoThreads> threads_;
};

}  // namespace nexy
