#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/http_client.h"
#include "http/web_socket.h"
#include "llm/llm_options.h"
#include "llm/llm_provider.h"

namespace nexy {

// A connection to Gemini Live and what the other side remembers of the device. Used by one turn at
// a time, on its strand.
struct LiveSession {
  // What a message says of the connection, not of the answer.
  void Note(const nlohmann::json& message);

  std::unique_ptr<WebSocket> socket;
  std::string handle;         // Resumes it with its last answer on a new connection; empty: cannot.
  std::string last_question;  // The latest that was answered; empty: none.
  bool going_away = false;    // The service will end the connection soon.
};

// The messages that a client sends (BidiGenerateContent).
//
// `handle` empty: a new conversation.
std::string LiveSetup(const GeminiOptions& gemini, const GeminiLiveOptions& options,
                      std::string_view instruction, std::string_view handle);
// The history, where the service does not have it, the question and its picture.
std::string LiveQuestion(const LlmRequest& request, std::string_view instruction,
                         std::string_view picture_type, std::string_view picture,
                         bool with_history);

// What a message of the service says.
bool SaysTurnComplete(const nlohmann::json& message);
std::optional<LlmUsage> LiveUsage(const nlohmann::json& message);  // nullopt: nothing of it.

}  // namespace nexy
