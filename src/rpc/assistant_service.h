#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/blocking_pool.h"
#include "rpc/rpc_metrics.h"
#include "rpc/rpc_options.h"
#include "rpc/wire.h"
#include "screen/screenshot.h"
#include "session/collect.h"
#include "session/conversation.h"
#include "session/known_devices.h"
#include "session/session_registry.h"
#include "store/usage_ledger.h"
#include "turn/turn.h"

namespace nexy {

// What the service works with. Everything outlives it.
struct ServiceParts {
  asio::any_io_executor executor;
  RpcOptions rpc;
  ScreenOptions screen;
  const TurnParts& turn;
  SessionRegistry& registry;
  KnownDevices& known;
  CollectBuffers& collect;
  Conversations& conversations;
  UsageLedger& usage;
  BlockingPool& decoding;  // Screenshots are decoded here.
  RpcMetrics& metrics;
};

// The streaming.StreamingService of wire contract v1: wire <-> domain values.
//
// gRPC calls the methods on its threads; they start a coroutine or answer at once. The executor
// must run until the gRPC server has shut down.
class AssistantService final : public v1::StreamingService::CallbackService {
 public:
  explicit AssistantService(const ServiceParts& parts);

  grpc::ServerWriteReactor<v1::StreamResponse>* StreamAudio(
      grpc::CallbackServerContext* context, const v1::StreamRequest* request) override;
  grpc::ServerUnaryReactor* InterruptSession(grpc::CallbackServerContext* context,
                                             const v1::InterruptRequest* request,
                                             v1::InterruptResponse* response) override;
  grpc::ServerWriteReactor<v1::WelcomeResponse>* GenerateWelcomeAudio(
      grpc::CallbackServerContext* context, const v1::WelcomeRequest* request) override;
  grpc::ServerUnaryReactor* ReportUsage(grpc::CallbackServerContext* context,
                                        const v1::UsageRequest* request,
                                        v1::UsageResponse* response) override;

  // Every sentence that may have to be spoken at once, for the phrases' cache.
  static std::vector<TtsRequest> SentencesToRender(Language default_language);
  // What the configured voices should have ready: the welcome of a client that asks for no text.
  static std::vector<TtsRequest> WelcomesToRender(const TurnParts& parts);

 private:
  struct Admitted;

  // stream_audio.cc
  Task<absl::Status> Answer(AnswerCall& call, v1::StreamRequest request);
  Task<absl::Status> Collect(AnswerCall& call, const v1::StreamRequest& request,
                             const SessionKey& key);
  Task<absl::Status> Refuse(AnswerCall& call, Refusal refusal, bool legacy, absl::Status status);
  Task<bool> SpeakRefusal(AnswerCall& call, Refusal refusal);
  Task<absl::StatusOr<std::shared_ptr<const Screenshot>>> Decode(std::string base64);
  Task<absl::Status> RunTurn(AnswerCall& call, Admitted admitted);
  std::unique_ptr<Turn> MakeTurn(AnswerCall& call, const SessionRegistry::Lease& lease,
                                 std::string prompt, std::shared_ptr<const Screenshot> screenshot,
                                 bool legacy, AnswerSink& sink);
  void RecordTurn(const SessionRegistry::Lease& lease, const TurnTimes& times,
                  const Verdict& verdict, Clock::Duration took);

  // welcome.cc
  Task<absl::Status> Welcome(WelcomeCall& call, v1::WelcomeRequest request);
  Task<absl::StatusOr<std::shared_ptr<const std::string>>> SpeakWelcome(TtsRequest request,
                                                                        std::string_view& method);
  Task<absl::Status> RefuseWelcome(WelcomeCall& call, absl::Status status);

  // usage.cc
  Task<> RecordUsage(grpc::ServerUnaryReactor* reactor, Usage usage,
                     v1::UsageResponse* response);
  void AnswerUsage(std::string_view objection, v1::UsageResponse& response);

  StreamLimits limits() const { return {parts_.rpc.send_queue_bytes, parts_.rpc.write_stall}; }

  const ServiceParts parts_;
  std::atomic<std::size_t> live_welcomes_{0};
  std::atomic<std::size_t> spoken_refusals_{0};
};

}  // namespace nexy
