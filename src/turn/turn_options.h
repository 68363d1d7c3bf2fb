#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "text/language.h"

namespace nexy {

// Section `turn` of config/nexy.yaml.
struct TurnOptions {
  bool check_screen = true;  // Say what is wrong with a picture instead of having it described.
  Language default_language = Language::kEnglish;
  std::size_t sentence_max_chars = 500;
  std::size_t first_clause_chars = 0;    // 0: the first sentence is spoken once it is whole.
  std::string emoji = "name";            // name or drop.
  std::string pronunciations_file = {};  // A person's own dictionary (YAML); empty: none.
  std::size_t sentences_ahead = 2;       // Sentences whose speech is made ahead of the one sent.
  std::size_t speech_buffer_bytes = 32 * 1024;   // Waits a sentence, then its voice waits.
  std::chrono::milliseconds audio_ahead{3'000};  // Sent ahead of playback; not for legacy calls.
  std::chrono::milliseconds pace_until_left{
      10'000};  // Less of the budget left: no pacing, so that nothing is cut.
  std::size_t native_audio_max_bytes = 4 * 1024 * 1024;  // Of a speech-native model, a sentence.
  bool native_first_words = false;     // Its sound begins with the first words of its transcript.
  std::size_t sentences_waiting = 32;  // Cut and not yet spoken, then the model waits.
  std::chrono::milliseconds notice_after{3'000};  // 0: no notices.
  std::chrono::milliseconds notice_again{5'000};
  std::chrono::milliseconds speak_by{10'000};
  std::chrono::milliseconds turn_max{120'000};
  std::chrono::milliseconds legacy_turn_max{30'000};  // Older clients hang up after this.
  // Actions (wire contract 9).
  bool forward_actions = false;
  bool disable_actions = false;
  bool messages_enabled = true;
  bool whatsapp_enabled = false;
  bool browser_enabled = false;
  bool subscription_enabled = false;
  std::size_t action_arg_max_bytes = 4000;
  std::size_t answer_json_max_bytes = 64 * 1024;
};

}  // namespace nexy
