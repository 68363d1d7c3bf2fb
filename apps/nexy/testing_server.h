#pragma once

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "nexy/server_address.h"
#include "streaming.grpc.pb.h"

namespace nexy::testing {

using Answer = grpc::ServerWriter<streaming::StreamResponse>;
using WelcomeAnswer = grpc::ServerWriter<streaming::WelcomeResponse>;

inline streaming::StreamResponse TextChunk(const std::string& text) {
  streaming::StreamResponse message;
  message.set_text_chunk(text);
  return message;
}

template <typename Response = streaming::StreamResponse>
Response AudioChunk(const std::string& pcm) {
  Response message;
  auto* chunk = message.mutable_audio_chunk();
  chunk->set_audio_data(pcm);
  chunk->set_dtype("int16");
  chunk->add_shape(static_cast<int>(pcm.size() / 2));
  chunk->add_shape(1);
  chunk->set_sample_rate(48000);
  chunk->set_channels(1);
  return message;
}

template <typename Response = streaming::StreamResponse>
Response EndMessage(const std::string& text = "Обработка завершена") {
  Response message;
  message.set_end_message(text);
  return message;
}

template <typename Response = streaming::StreamResponse>
Response ErrorMessage(const std::string& text) {
  Response message;
  message.set_error_message(text);
  return message;
}

// `bytes` of PCM whose samples can be told from each other and from silence.
inline std::string Pcm(std::size_t bytes, char seed) {
  std::string pcm(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) pcm[i] = static_cast<char>((seed + i * 7) % 101 + 1);
  return pcm;
}

// A real gRPC server on loopback whose answers are scripts of the test. Scripts run on gRPC's
// threads.
class ScriptedServer final : public streaming::StreamingService::Service {
 public:
  using Ask =
      std::function<grpc::Status(grpc::ServerContext&, const streaming::StreamRequest&, Answer&)>;
  using Welcome = std::function<grpc::Status(const streaming::WelcomeRequest&, WelcomeAnswer&)>;

  explicit ScriptedServer(Ask ask) : ask_(std::move(ask)) { Start(nullptr); }
  explicit ScriptedServer(Welcome welcome) : welcome_(std::move(welcome)) { Start(nullptr); }
  ScriptedServer(Ask ask, std::shared_ptr<grpc::ServerCredentials> credentials)
      : ask_(std::move(ask)) {
    Start(std::move(credentials));
  }
  ~ScriptedServer() override { server_->Shutdown(std::chrono::system_clock::now()); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  ServerAddress parsed_address() const {
    return {.host = "127.0.0.1", .port = static_cast<std::uint16_t>(port_)};
  }

  void SetServing(bool serving) {
    server_->GetHealthCheckService()->SetServingStatus("streaming.StreamingService", serving);
  }

  // The sessions that InterruptSession reports.
  void SetLiveSessions(std::vector<std::string> sessions) {
    MutexLock lock(mutex_);
    live_sessions_ = std::move(sessions);
  }

  // Waits for an InterruptSession and returns its device.
  std::string AwaitInterrupt() {
    MutexLock lock(mutex_);
    while (!interrupted_device_) changed_.wait(mutex_);
    return *interrupted_device_;
  }

 private:
  void Start(std::shared_ptr<grpc::ServerCredentials> credentials) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    if (!credentials) credentials = grpc::InsecureServerCredentials();
    builder.AddListeningPort("127.0.0.1:0", credentials, &port_);
    builder.RegisterService(this);
    builder.SetMaxReceiveMessageSize(16 * 1024 * 1024);
    server_ = builder.BuildAndStart();
    SetServing(true);
  }

  grpc::Status StreamAudio(grpc::ServerContext* context, const streaming::StreamRequest* request,
                           Answer* answer) override {
    return ask_(*context, *request, *answer);
  }
  grpc::Status GenerateWelcomeAudio(grpc::ServerContext*, const streaming::WelcomeRequest* request,
                                    WelcomeAnswer* answer) override {
    return welcome_(*request, *answer);
  }
  grpc::Status InterruptSession(grpc::ServerContext*, const streaming::InterruptRequest* request,
                                streaming::InterruptResponse* response) override {
    MutexLock lock(mutex_);
    interrupted_device_ = request->hardware_id();
    response->set_success(true);
    for (const auto& session : live_sessions_) response->add_interrupted_sessions(session);
    changed_.notify_all();
    return grpc::Status::OK;
  }

  const Ask ask_;
  const Welcome welcome_;
  int port_ = 0;
  Mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<std::string> interrupted_device_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> live_sessions_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace nexy::testing
