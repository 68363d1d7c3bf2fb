#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/blocking_pool.h"
#include "http/client_fixture.h"
#include "llm/llm_parts.h"
#include "llm/llm_provider.h"
#include "screen/screenshot.h"
#include "screen/test_pictures.h"
#include "sim_server.h"

namespace nexy {

// What came of one question.
struct Answer {
  absl::Status status;
  std::string text;  // Or the transcript.
  std::string pcm;
  bool blind = false;
  std::optional<LlmUsage> usage;
  std::size_t sound_before_words = 0;  // Bytes that came before the first word.
};

// A mind over the network with the real client, against nexy-sim.
struct MindFixture : ClientFixture {
  LlmParts Parts() {
    return {.http = client(),
            .prompts = prompts,
            .pool = pool,
            .clock = *clock,
            .first_token_timeout = first_token_timeout,
            .next_token_timeout = next_token_timeout,
            .log = log};
  }

  static Task<absl::StatusOr<Answer>> ReadToEnd(LlmProvider& mind, LlmRequest request) {
    Answer answer;
    auto stream = co_await mind.Ask(std::move(request));
    answer.status = stream.status();
    while (answer.status.ok()) {
      auto piece = co_await (*stream)->Next();
      answer.status = piece.status();
      if (!piece.ok() || !piece->has_value()) break;
      Take(**piece, answer);
    }
    co_return answer;
  }
  static void Take(const LlmPiece& piece, Answer& answer) {
    if (const auto* text = std::get_if<LlmText>(&piece)) answer.text += text->text;
    if (const auto* audio = std::get_if<LlmAudio>(&piece)) {
      if (answer.text.empty() && audio->transcript.empty()) {
        answer.sound_before_words += audio->pcm.size();
      }
      answer.pcm += audio->pcm;
      answer.text += audio->transcript;
    }
    if (const auto* usage = std::get_if<LlmUsage>(&piece)) answer.usage = *usage;
    if (std::holds_alternative<LlmBlind>(piece)) answer.blind = true;
  }
  Answer Ask(LlmProvider& mind, LlmRequest request) {
    return *Await(ReadToEnd(mind, std::move(request)));
  }
  static LlmRequest Question(std::string prompt, std::string device = "mac-1") {
    LlmRequest request;
    request.prompt = std::move(prompt);
    request.device = std::move(device);
    return request;
  }
  static LlmRequest QuestionWithWebp() {
    LlmRequest request = Question("What is on my screen?");
    request.screenshot = *Screenshot::FromBytes(DrawWebp({}), ScreenOptions{});
    return request;
  }

  const Prompts prompts = Prompts::BuiltIn(Verbosity::kNormal);
  BlockingPool pool{1, 16};
  std::chrono::milliseconds first_token_timeout{20'000};
  std::chrono::milliseconds next_token_timeout{20'000};
  SimServer sim;
};

}  // namespace nexy
