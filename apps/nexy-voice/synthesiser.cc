// espeak-ng is licensed under the GNU GPL, version 3 or later; see LICENSE.md in this folder.
#include "synthesiser.h"

#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "tts/plain_text.h"

namespace nexy {
namespace {

bool SameWord(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

// "en-us" speaks "en".
bool IsOfLanguage(std::string_view tag, std::string_view language) {
  return SameWord(tag.substr(0, tag.find('-')), language);
}

// espeak-ng takes a variant for the name of a file.
bool IsPlainWord(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
  });
}

// The languages of a voice: a priority byte, the tag and a zero, several times, then a zero.
std::vector<Synthesiser::SpokenLanguage> LanguagesOf(const espeak_VOICE& voice) {
  std::vector<Synthesiser::SpokenLanguage> languages;
  for (const char* at = voice.languages; at != nullptr && *at != 0;
       at += languages.back().tag.size() + 2) {
    languages.push_back({.tag = at + 1, .priority = *at});
  }
  return languages;
}

const Synthesiser::Sink* sink_of_this_process = nullptr;  // The library's callback has no context.

int OnSamples(short* samples, int count, espeak_EVENT*) {
  if (samples == nullptr || count <= 0) return 0;
  const std::string_view pcm(reinterpret_cast<const char*>(samples),
                             static_cast<std::size_t>(count) * sizeof(short));
  return (*sink_of_this_process)(pcm) ? 0 : 1;
}

}  // namespace

std::optional<Synthesiser> Synthesiser::Open() {
  const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, /*buflength=*/0, /*path=*/nullptr,
                                     espeakINITIALIZE_DONT_EXIT);
  if (rate <= 0) return std::nullopt;
  espeak_SetSynthCallback(OnSamples);
  Synthesiser synthesiser(rate);
  // Reading the list also fills the library's own one, which every utterance would do otherwise.
  for (const espeak_VOICE** voice = espeak_ListVoices(nullptr); *voice != nullptr; ++voice) {
    synthesiser.voices_.push_back(
        {(*voice)->name, (*voice)->identifier, LanguagesOf(**voice)});
  }
  if (synthesiser.voices_.empty()) return std::nullopt;
  return synthesiser;
}

// Lower is better; nullopt if `voice` is not this one or does not speak `language`.
std::optional<int> Synthesiser::Voice::Match(std::string_view voice,
                                             std::string_view language) const {
  std::optional<int> best;
  bool speaks = false;
  if (SameWord(voice, name) || SameWord(voice, identifier)) best = 0;
  for (const SpokenLanguage& known : languages) {
    speaks = speaks || IsOfLanguage(known.tag, language);
    if (SameWord(voice, known.tag)) best = std::min(best.value_or(known.priority), known.priority);
  }
  return speaks ? best : std::nullopt;
}

bool Synthesiser::Choose(std::string_view voice, std::string_view language) const {
  const std::size_t plus = voice.find('+');
  std::string variant;
  if (plus != std::string_view::npos) variant = voice.substr(plus);
  if (!variant.empty() && !IsPlainWord(voice.substr(plus + 1))) return false;

  const Voice* chosen = nullptr;
  int chosen_priority = 0;
  for (const Voice& known : voices_) {
    const auto priority = known.Match(voice.substr(0, plus), language);
    if (!priority || (chosen != nullptr && *priority >= chosen_priority)) continue;
    chosen = &known;
    chosen_priority = *priority;
  }
  // The library finds a voice by its identifier; by most tags ("en-gb") it does not.
  return chosen != nullptr &&
         espeak_SetVoiceByName((chosen->identifier + variant).c_str()) == EE_OK;
}

Synthesiser::Spoken Synthesiser::Speak(const SpeakRequest& request, const Sink& sink) const {
  Spoken spoken;
  if (!Choose(request.voice, request.language) &&
      !Choose(request.default_voice, request.language)) {
    spoken.end = VoiceEnd::kOtherVoice;
    if (!Choose(request.language, request.language)) {
      spoken.error = VoiceError::kNoVoice;
      return spoken;
    }
  }
  espeak_SetParameter(espeakRATE, request.rate, /*relative=*/0);
  espeak_SetParameter(espeakPITCH, request.pitch, /*relative=*/0);
  espeak_SetParameter(espeakVOLUME, request.volume, /*relative=*/0);

  sink_of_this_process = &sink;
  const std::string text = CleanUtf8(request.text);
  // Neither espeakSSML nor espeakPHONEMES: markup in the text is text. With the pause at its end a
  // sentence does not run into the next one.
  const espeak_ERROR error =
      espeak_Synth(text.c_str(), text.size() + 1, /*position=*/0, POS_CHARACTER,
                   /*end_position=*/0, espeakCHARS_UTF8 | espeakENDPAUSE, nullptr, nullptr);
  sink_of_this_process = nullptr;
  if (error != EE_OK) spoken.error = VoiceError::kFailed;
  return spoken;
}

}  // namespace nexy
