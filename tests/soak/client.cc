#include "soak/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <array>
#include <cstdio>

namespace nexy::soak {
namespace {

// Longer than any turn may take.
constexpr std::chrono::milliseconds kPatience = std::chrono::minutes(2);

// One pixel: every picture that shows nothing is a good picture.
constexpr const char* kPicture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

std::shared_ptr<grpc::Channel> Connect(const std::string& server) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

void Prepare(grpc::ClientContext& context, std::chrono::milliseconds limit = kPatience) {
  context.set_deadline(std::chrono::system_clock::now() + limit);
  context.set_wait_for_ready(true);  // After a cut.
}

// A word for each refusal of wire contract 3.1, as the server's figures have it.
std::string RefusalOf(const std::string& text) {
  static const std::array<std::pair<const char*, const char*>, 12> kWords = {{
      {"Server is shutting down", "draining"},
      {"hardware_id is required", "hardware_id"},
      {"session_id is required", "session_id"},
      {"unsupported request phase", "phase"},
      {"Empty prompt", "empty_prompt"},
      {"prompt is too long", "prompt_too_long"},
      {"Concurrent request for session_id", "session_live"},
      {"Concurrent request for hardware_id", "device_live"},
      {"Too many requests from this device", "device_rate"},
      {"STREAM_LIMIT_EXCEEDED", "capacity"},
      {"screenshot", "screenshot"},
      {"chunk_seq", "collect_seq"},
  }};
  for (const auto& [beginning, word] : kWords) {
    if (text.starts_with(beginning)) return word;
  }
  return text;
}

}  // namespace

struct Client::Call {
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<v1::StreamResponse>> reader;
};

// What came of one call.
struct Client::Heard {
  int messages = 0;
  std::size_t audio_bytes = 0;
  std::string error_message;
  std::string end_message;
  bool left = false;  // The client's own doing.
  grpc::Status status;
  std::string outcome;

  End end() const {
    if (!outcome.empty()) {
      // Without any voice the client is told, and speaks itself (wire contract 5.5).
      const bool mute =
          audio_bytes == 0 && error_message.empty() && outcome != "interrupted" && !left;
      if (mute) return {End::Kind::kBroken, "mute: " + outcome, messages};
      return {End::Kind::kTurn, outcome, messages};
    }
    const bool no_voice = error_message.starts_with("Speech is unavailable");
    if (!error_message.empty() && !(left && no_voice)) {
      return {End::Kind::kRefused, RefusalOf(error_message), messages};
    }
    if (end_message == "COLLECT_ACCEPTED") return {End::Kind::kCollected, "", messages};
    if (left) return {End::Kind::kLeft, "", messages};
    return {End::Kind::kBroken,
            "status " + std::to_string(status.error_code()) + " " + status.error_message(),
            messages};
  }
};

Client::Client(const std::string& server, int number, std::uint64_t seed, bool bad_network,
               Tally& tally)
    : number_(number), seed_(seed), tally_(tally) {
  if (bad_network) network_.emplace(server, seed);
  stub_ = v1::StreamingService::NewStub(Connect(bad_network ? network_->address() : server));
}

std::string Client::DeviceOf(int device) const {
  return "soak-" + std::to_string(number_) + "-" + std::to_string(device);
}

// A UUID of version 4, the same for the same seed.
std::string Client::SessionOf(std::uint64_t turn) const {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x-0000-4000-8000-%012llx",
                static_cast<unsigned>(seed_), static_cast<unsigned long long>(turn));
  return text.data();
}

v1::StreamRequest Client::Question(const Plan& plan, std::uint64_t turn) const {
  v1::StreamRequest question;
  question.set_prompt("What is this?");
  question.set_hardware_id(plan.deed == Deed::kRush ? "soak-rush" : DeviceOf(plan.device));
  question.set_session_id(SessionOf(turn));
  if (plan.deed == Deed::kPicture) question.set_screenshot(kPicture);
  if (plan.deed == Deed::kOldClient) {
    question.set_hardware_id("11111111-1111-4111-8111-" +
                             std::to_string(100'000'000'000 + number_ * 16 + plan.device));
    question.clear_session_id();
  }
  if (plan.deed != Deed::kMistake) return question;
  switch (plan.mistake) {
    case 0:
      question.set_prompt("  ");
      break;
    case 1:
      question.set_session_id("not an id");
      break;
    case 2:
      question.set_hardware_id("unknown");
      break;
    case 3:
      question.set_screenshot("not base64!");
      break;
    default:
      question.set_prompt(std::string(40'000, 'a'));
  }
  return question;
}

void Client::Do(const Plan& plan, std::uint64_t turn) {
  // Who may be cut off at any moment does only what may end at any moment.
  if (plan.welcome && !network_) Welcome();
  if (plan.usage && !network_) ReportUsage(DeviceOf(plan.device));
  const v1::StreamRequest question = Question(plan, turn);
  if (plan.deed == Deed::kInPieces) Tell(question);
  if (plan.deed == Deed::kTwice) return AskTwice(question, plan);
  tally_.Count(Ask(question, plan).end());
}

Client::Heard Client::Ask(const v1::StreamRequest& question, const Plan& plan) {
  Call call;
  const bool hurried = plan.deed == Deed::kDeadline;
  Prepare(call.context, hurried ? plan.deadline : kPatience);
  call.reader = stub_->StreamAudio(&call.context, question);
  if (plan.deed == Deed::kInterrupt && plan.messages == 0 && !network_)
    Interrupt(question.hardware_id());
  Heard heard = Read(call, plan);
  heard.left = heard.left || hurried;
  return heard;
}

// Reads to the end, and does what the plan says after so many messages.
Client::Heard Client::Read(Call& call, const Plan& plan) {
  Heard heard;
  v1::StreamResponse message;
  const auto act = [this, &call, &heard, &plan] {
    if (plan.deed == Deed::kHangUp || (plan.deed == Deed::kCut && !network_)) {
      heard.left = true;
      call.context.TryCancel();
    } else if (plan.deed == Deed::kCut) {
      heard.left = true;
      network_->Cut(FaultProxy::How::kReset);
    } else if (plan.deed == Deed::kInterrupt && plan.messages > 0 && !network_) {
      Interrupt(DeviceOf(plan.device));
    }
  };
  if (plan.messages == 0) act();
  while (call.reader->Read(&message)) {
    ++heard.messages;
    heard.audio_bytes += message.audio_chunk().audio_data().size();
    if (message.has_error_message()) heard.error_message = message.error_message();
    if (message.has_end_message()) heard.end_message = message.end_message();
    if (heard.messages == plan.messages) act();
  }
  heard.status = call.reader->Finish();
  // A call may begin on a connection of which gRPC does not know yet that it was cut. Who
  // interrupts and then, on a busy machine, reads nothing for a second is cancelled (wire
  // contract 6.2).
  const grpc::StatusCode code = heard.status.error_code();
  if (network_ && code == grpc::StatusCode::UNAVAILABLE) heard.left = true;
  if (plan.deed == Deed::kInterrupt && code == grpc::StatusCode::CANCELLED) heard.left = true;
  const auto& trailers = call.context.GetServerTrailingMetadata();
  const auto found = trailers.find("nexy-outcome");
  if (found != trailers.end()) heard.outcome.assign(found->second.data(), found->second.size());
  return heard;
}

// The second call comes while the first is heard, so it is refused unless the first is over.
void Client::AskTwice(const v1::StreamRequest& question, const Plan& plan) {
  Call first;
  Prepare(first.context);
  first.reader = stub_->StreamAudio(&first.context, question);
  v1::StreamResponse message;
  Heard begun;
  if (first.reader->Read(&message)) {
    begun.messages = 1;
    begun.error_message = message.error_message();
    tally_.Count(Ask(question, {.deed = Deed::kListen, .messages = 0}).end());
  }
  Heard heard = Read(first, {.deed = Deed::kListen, .messages = plan.messages});
  heard.messages += begun.messages;
  heard.audio_bytes += 1;  // The first message may have been all of its sound.
  if (heard.error_message.empty()) heard.error_message = begun.error_message;
  tally_.Count(heard.end());
}

void Client::Tell(v1::StreamRequest question) {
  question.set_phase(v1::REQUEST_PHASE_COLLECT);
  for (int piece = 0; piece < 2; ++piece) {
    question.set_chunk_seq(piece);
    question.set_chunk_text(piece == 0 ? "What is" : "this button?");
    tally_.Count(Ask(question, {.deed = Deed::kListen, .messages = 0}).end());
  }
}

void Client::Interrupt(const std::string& device) {
  grpc::ClientContext context;
  Prepare(context);
  v1::InterruptRequest request;
  request.set_hardware_id(device);
  v1::InterruptResponse response;
  const grpc::Status status = stub_->InterruptSession(&context, request, &response);
  if (!status.ok()) {
    tally_.Count({End::Kind::kBroken, "interrupt: " + status.error_message(), 0});
  }
  tally_.CountInterrupted(static_cast<std::size_t>(response.interrupted_sessions_size()));
}

void Client::Welcome() {
  grpc::ClientContext context;
  Prepare(context);
  const auto reader = stub_->GenerateWelcomeAudio(&context, {});
  v1::WelcomeResponse message;
  while (reader->Read(&message)) {
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok() && status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED) {
    tally_.Count({End::Kind::kBroken, "welcome: " + status.error_message(), 0});
  }
}

void Client::ReportUsage(const std::string& device) {
  grpc::ClientContext context;
  Prepare(context);
  v1::UsageRequest request;
  request.set_hardware_id(device);
  request.set_source("soak");
  request.set_input_tokens(10);
  request.set_output_tokens(1);
  v1::UsageResponse response;
  const grpc::Status status = stub_->ReportUsage(&context, request, &response);
  if (status.ok() && response.success()) return tally_.CountUsage();
  tally_.Count({End::Kind::kBroken, "usage: " + status.error_message() + response.message(), 0});
}

}  // namespace nexy::soak
