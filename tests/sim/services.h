#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange.h"

namespace nexy::sim {

// Where a request goes, by its path; neither is set for a path that no service knows.
struct Route {
  const HttpService* http = nullptr;
  const SocketService* socket = nullptr;
  std::string prefix;  // "second" of /second/v1/chat/completions: another instance of the service.
  std::string path;
};

Route RouteOf(std::string_view path);

// The services themselves, each in a file of its own name.
extern const HttpService kGeminiService;
extern const HttpService kGeminiModelsService;
extern const HttpService kOpenAiChatService;
extern const HttpService kOpenAiSpeechService;
extern const HttpService kOpenAiTranscriptionsService;
extern const HttpService kOpenAiModelsService;
extern const HttpService kHealthService;
extern const HttpService kAzureTtsService;
extern const HttpService kAzureTokenService;
extern const HttpService kAzureVoicesService;
extern const SocketService kGeminiLiveService;
extern const SocketService kAzureSocketService;

}  // namespace nexy::sim
