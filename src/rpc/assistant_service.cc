#include "rpc/assistant_service.h"

#include <utility>

#include "base/strings.h"
#include "turn/phrases.h"
#include "turn/voice_text.h"

namespace nexy {

AssistantService::AssistantService(const ServiceParts& parts) : parts_(parts) {}

std::vector<TtsRequest> AssistantService::SentencesToRender(Language default_language) {
  std::vector<TtsRequest> requests;
  const auto add = [&requests](std::string_view sentence, Language language) {
    requests.push_back({.text = std::string(sentence), .language = language, .voice = ""});
  };
  add(kDefaultWelcome, Language::kEnglish);
  for (Language language : {Language::kEnglish, Language::kRussian}) {
    for (std::string_view sentence : AllPhraseSentences(language)) add(sentence, language);
  }
  for (std::size_t i = 0; i < kRefusals; ++i) {
    const auto sentence = SpokenRefusal(static_cast<Refusal>(i), default_language);
    if (!sentence.empty()) add(sentence, default_language);
  }
  return requests;
}

// As Welcome() asks for it when the client says nothing else.
std::vector<TtsRequest> AssistantService::WelcomesToRender(const TurnParts& parts) {
  const Language language = Language::kEnglish;
  return {
      {.text = TextForVoice(parts, kDefaultWelcome, language), .language = language, .voice = ""}};
}

grpc::ServerWriteReactor<v1::StreamResponse>* AssistantService::StreamAudio(
    grpc::CallbackServerContext* context, const v1::StreamRequest* request) {
  parts_.metrics.calls.Increment();
  return AnswerCall::Start(
      parts_.executor, context, limits(), parts_.turn.clock,
      [this, open = std::make_shared<OpenCall>(parts_.metrics), request = *request](
          AnswerCall& call) { return Answer(call, request); });
}

// Answered on gRPC's thread: nothing may delay an interrupt.
grpc::ServerUnaryReactor* AssistantService::InterruptSession(grpc::CallbackServerContext* context,
                                                             const v1::InterruptRequest* request,
                                                             v1::InterruptResponse* response) {
  auto* reactor = context->DefaultReactor();
  const std::string& device = request->hardware_id();
  const absl::Status valid = CheckHardwareId(device, parts_.rpc.id_max_bytes);
  if (!valid.ok()) {
    reactor->Finish(ToGrpc(valid));
    return reactor;
  }
  parts_.metrics.interrupts.Increment();
  const std::vector<std::string> stopped = parts_.registry.Interrupt(device);
  parts_.metrics.interrupted.Increment(static_cast<double>(stopped.size()));
  const bool known = !stopped.empty() || parts_.known.Contains(device);
  response->set_success(known);
  response->set_message(known ? "Сессии успешно прерваны" : "No active sessions found");
  for (const std::string& id : stopped) response->add_interrupted_sessions(id);
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<v1::WelcomeResponse>* AssistantService::GenerateWelcomeAudio(
    grpc::CallbackServerContext* context, const v1::WelcomeRequest* request) {
  return WelcomeCall::Start(
      parts_.executor, context, limits(), parts_.turn.clock,
      [this, open = std::make_shared<OpenCall>(parts_.metrics), request = *request](
          WelcomeCall& call) { return Welcome(call, request); });
}

}  // namespace nexy
