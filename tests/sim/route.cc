#include <string>
#include <string_view>

#include "services.h"

namespace nexy::sim {
namespace {

struct HttpPlace {
  std::string_view path;
  const HttpService* service;
};

struct SocketPlace {
  std::string_view path;
  const SocketService* service;
};

// "/a//b/" -> "a/b".
std::string Prefix(std::string_view before) {
  std::string prefix;
  for (const char c : before) {
    if (c != '/' || (!prefix.empty() && prefix.back() != '/')) prefix += c;
  }
  if (prefix.ends_with('/')) prefix.pop_back();
  return prefix;
}

}  // namespace

Route RouteOf(std::string_view path) {
  static const HttpPlace places[] = {
      {"/v1/chat/completions", &kOpenAiChatService},
      {"/v1/audio/speech", &kOpenAiSpeechService},
      {"/v1/audio/transcriptions", &kOpenAiTranscriptionsService},
      {"/inference", &kOpenAiTranscriptionsService},  // whisper.cpp's own.
      {"/v1/models", &kOpenAiModelsService},
      {"/health", &kHealthService},
      {"/v1beta/models", &kGeminiModelsService},
      {"/sts/v1.0/issueToken", &kAzureTokenService},
      {"/cognitiveservices/voices/list", &kAzureVoicesService},
      {"/cognitiveservices/v1", &kAzureTtsService},
  };
  static const SocketPlace sockets[] = {
      {"/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent",
       &kGeminiLiveService},
      {"/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContent",
       &kGeminiLiveService},
      {"/tts/cognitiveservices/websocket/v1", &kAzureSocketService},
      {"/tts/cognitiveservices/websocket/v2", &kAzureSocketService},
      {"/cognitiveservices/websocket/v1", &kAzureSocketService},
      {"/cognitiveservices/websocket/v2", &kAzureSocketService},
  };
  Route route;
  std::size_t at = path.find("/v1beta/models/");
  if (at != std::string_view::npos &&
      (path.ends_with(":streamGenerateContent") || path.ends_with(":generateContent"))) {
    route.http = &kGeminiService;
  } else {
    at = 0;
    for (const SocketPlace& place : sockets) {
      if (!path.ends_with(place.path)) continue;
      route.socket = place.service;
      at = path.size() - place.path.size();
      break;
    }
    for (const HttpPlace& place : places) {
      if (route.socket != nullptr || !path.ends_with(place.path)) continue;
      route.http = place.service;
      at = path.size() - place.path.size();
      break;
    }
  }
  route.prefix = Prefix(path.substr(0, at));
  route.path = path.substr(at);
  return route;
}

}  // namespace nexy::sim
