// Stands in for nexy-voice in tests: it obeys the protocol, or breaks it, as its text says.
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "tts/voice_frames.h"

namespace nexy {
namespace {

bool Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void End(std::uint32_t utterance, VoiceEnd end) {
  const char byte = static_cast<char>(end);
  Write(EncodeFrame(FrameType::kEnd, utterance, {&byte, 1}));
}

void Error(std::uint32_t utterance, VoiceError error) {
  Write(EncodeFrame(FrameType::kError, utterance, EncodeError({error, 11})));
}

// A tenth of a second a byte, different for each text.
std::string SoundOf(std::string_view text) {
  std::string pcm;
  for (std::size_t i = 0; i < text.size() * 2205 * 2; ++i) {
    pcm.push_back(static_cast<char>(text[i / 4410] + static_cast<char>(i % 97)));
  }
  return pcm;
}

void Say(std::uint32_t utterance, std::string_view pcm) {
  while (!pcm.empty()) {
    const std::string_view part = pcm.substr(0, kMaxPcmBytes);
    if (!Write(EncodeFrame(FrameType::kPcm, utterance, part))) _exit(1);
    pcm.remove_prefix(part.size());
  }
}

void Obey(std::uint32_t utterance, const SpeakRequest& request) {
  const auto says = [&request](std::string_view word) {
    return request.text.find(word) != std::string::npos;
  };
  const std::string sound = SoundOf(request.text);
  if (!request.voice.empty() && unlink(request.voice.c_str()) == 0) {
    Say(utterance, std::string_view(sound).substr(0, sound.size() / 4 * 2));
    _exit(1);
  }
  if (says("crash") || says("\xE2\x98\xA0")) return Error(utterance, VoiceError::kCrashed);
  if (says("novoice")) return Error(utterance, VoiceError::kNoVoice);
  if (says("nothing")) return End(utterance, VoiceEnd::kComplete);
  if (says("hang")) return;
  if (says("garbage")) {
    Write("this is no frame");
    return;
  }
  Say(utterance, sound);
  for (int i = 0; says("endless") && i < 100; ++i) Say(utterance, sound);
  End(utterance, says("othervoice") ? VoiceEnd::kOtherVoice : VoiceEnd::kComplete);
}

void Serve() {
  Write(EncodeFrame(FrameType::kHello, 0, EncodeHello({kVoiceVersion, 22050})));
  FrameReader reader(kMaxRequestBytes);
  char bytes[4096];
  for (ssize_t count = 0; (count = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0;) {
    reader.Feed({bytes, static_cast<std::size_t>(count)});
    while (const auto frame = reader.Next()) {
      if (frame->type == FrameType::kSpeak) Obey(frame->utterance, *DecodeSpeak(frame->payload));
    }
  }
}

}  // namespace
}  // namespace nexy

int main() { nexy::Serve(); }
