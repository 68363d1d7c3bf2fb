#pragma once

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <utility>

#include "base/failure.h"
#include "base/strings.h"
#include "http/client_fixture.h"
#include "tts/tts_parts.h"
#include "tts/tts_provider.h"

namespace nexy {

// A voice over the network with the real client and a server of raw bytes, for tests.
struct VoiceFixture : ClientFixture {
  TtsParts Parts() {
    return {.http = client(),
            .clock = *clock,
            .first_audio_timeout = std::chrono::seconds(4),
            .next_audio_timeout = std::chrono::seconds(4),
            .prewarm = 2};
  }
  static std::string Ok(std::string_view body, std::string_view type = "audio/pcm") {
    return Concat("HTTP/1.1 200 OK\r\nContent-Type: ", type, "\r\nContent-Length: ", body.size(),
                  "\r\n\r\n", body);
  }
  static std::string Refusal(int status, std::string_view headers = "",
                             std::string_view body = "") {
    return Concat("HTTP/1.1 ", status, " No\r\n", headers, "Content-Length: ", body.size(),
                  "\r\n\r\n", body);
  }
  // All of it.
  absl::StatusOr<std::string> Hear(TtsProvider& voice, TtsRequest request) {
    return Await(SpeakAll(voice, std::move(request)));
  }
  static Task<absl::StatusOr<std::string>> SpeakAll(TtsProvider& voice, TtsRequest request) {
    auto stream = co_await voice.Speak(std::move(request));
    if (!stream.ok()) co_return stream.status();
    std::string pcm;
    while (true) {
      auto piece = co_await (*stream)->Next();
      if (!piece.ok()) co_return piece.status();
      if (!piece->has_value()) co_return pcm;
      EXPECT_EQ((*piece)->size() % 2, 0u) << "half a sample";
      EXPECT_FALSE((*piece)->empty());
      pcm += **piece;
    }
  }
  static TtsRequest Text(std::string text, Language language = Language::kEnglish,
                         std::string voice = "") {
    TtsRequest request;
    request.text = std::move(text);
    request.language = language;
    request.voice = std::move(voice);
    return request;
  }

  LoopbackServer server{io};
};

}  // namespace nexy
