#pragma once

#include <grpcpp/grpcpp.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "llm/scripted_mind.h"
#include "rpc/assistant_service.h"
#include "tts/scripted_voice.h"

namespace nexy {

// What a service is made of in tests and benchmarks; a setting may be changed before Start().
struct ServiceOptions {
  RpcOptions rpc;
  ScreenOptions screen;
  SessionOptions session;
  TurnOptions turn;
  StoreOptions store;
  PriceOptions prices;
  std::chrono::milliseconds first_token_timeout{20'000};
  std::chrono::milliseconds next_token_timeout{20'000};
  std::chrono::milliseconds first_audio_timeout{4'000};
  std::chrono::milliseconds next_audio_timeout{4'000};
  std::size_t io_threads = 2;
};

// The real service behind a real gRPC server on loopback, with scripted minds and voices, for tests
// and benchmarks.
class ServiceFixture {
 public:
  ServiceFixture() = default;
  ~ServiceFixture() { Stop(); }

  const Pronunciations* pronunciations = nullptr;  // Before Start().

  // Minds and voices in order of preference; the embedded voice is always there.
  void Start(std::vector<LlmProvider*> minds, std::vector<TtsProvider*> voices) {
    turn_parts_.emplace(TurnParts{.minds = std::move(minds),
                                  .voices = std::move(voices),
                                  .embedded = embedded,
                                  .phrases = phrases,
                                  .options = options.turn,
                                  .audio_chunk_bytes = options.rpc.audio_chunk_bytes,
                                  .first_token_timeout = options.first_token_timeout,
                                  .next_token_timeout = options.next_token_timeout,
                                  .first_audio_timeout = options.first_audio_timeout,
                                  .next_audio_timeout = options.next_audio_timeout,
                                  .clock = clock,
                                  .log = log,
                                  .metrics = turn_metrics,
                                  .pronunciations = pronunciations});
    sessions.emplace(SessionLimits{.max_live_turns = options.rpc.max_live_turns,
                                   .device_turns_per_minute = options.rpc.device_turns_per_minute,
                                   .one_turn_per_device = options.rpc.one_turn_per_device},
                     clock);
    known.emplace(options.session.known_devices_max);
    collect.emplace(options.session, options.rpc.prompt_max_bytes, clock);
    conversations.emplace(options.session, clock);
    if (options.store.path.empty()) {
      scratch_ = std::filesystem::temp_directory_path() / ("nexy-" + MintSessionId(RandomBytes()));
      std::filesystem::create_directories(scratch_);
      options.store.path = (scratch_ / "usage.db").string();
    }
    usage_store = std::make_unique<UsageStore>(options.store, *db_, clock, registry, log);
    usage =
        std::make_unique<UsageLedger>(*usage_store, options.store, options.prices, clock, registry);
    service_.emplace(ServiceParts{.executor = io_.get_executor(),
                                  .rpc = options.rpc,
                                  .screen = options.screen,
                                  .turn = *turn_parts_,
                                  .registry = *sessions,
                                  .known = *known,
                                  .collect = *collect,
                                  .conversations = *conversations,
                                  .usage = *usage,
                                  .decoding = decoding_,
                                  .metrics = rpc_metrics});
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(static_cast<int>(options.rpc.max_message_bytes));
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&*service_);
    server_ = builder.BuildAndStart();
    for (std::size_t i = 0; i < options.io_threads; ++i) {
      threads_.emplace_back([this] { io_.run(); });
    }
  }

  void Stop() {
    if (server_) server_->Shutdown(std::chrono::system_clock::now());
    work_.reset();
    io_.stop();
    threads_.clear();
    db_.reset();
    service_.reset();
    server_.reset();
    if (!scratch_.empty()) std::filesystem::remove_all(scratch_);
  }

  // A channel of its own, as a client far away has it.
  std::unique_ptr<v1::StreamingService::Stub> Connect() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetMaxSendMessageSize(-1);
    return v1::StreamingService::NewStub(
        grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments));
  }
  int port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  ServiceOptions options;
  RealClock clock;
  NullLog log;
  prometheus::Registry registry;
  ScriptedVoice embedded{clock, "espeak"};
  TurnMetrics turn_metrics{registry, clock};
  RpcMetrics rpc_metrics{registry, clock};

 private:
  asio::io_context io_;

 public:
  SpeechCache phrases{embedded, SpeechCacheLimits{}, clock, registry};
  std::optional<SessionRegistry> sessions;
  std::optional<KnownDevices> known;
  std::optional<CollectBuffers> collect;
  std::optional<Conversations> conversations;
  std::unique_ptr<UsageStore> usage_store;
  std::unique_ptr<UsageLedger> usage;

 private:
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_{
      asio::make_work_guard(io_)};
  BlockingPool decoding_{2, 4096};
  std::optional<BlockingPool> db_{std::in_place, 1, 1024};
  std::filesystem::path scratch_;
  std::optional<TurnParts> turn_parts_;
  std::optional<AssistantService> service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace nexy
