// Whatever a worker or nexyd sends, and however it is cut: no crash, no reading outside, and the
// same frames for every cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tts/plain_text.h"
#include "tts/voice_frames.h"

namespace {

std::vector<std::string> Read(std::string_view stream, std::size_t piece) {
  nexy::FrameReader reader(nexy::kMaxRequestBytes);
  std::vector<std::string> frames;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    reader.Feed(stream.substr(at, piece));
    while (const auto frame = reader.Next()) {
      frames.push_back(nexy::EncodeFrame(frame->type, frame->utterance, frame->payload));
      if (const auto request = nexy::DecodeSpeak(frame->payload)) {
        if (nexy::EncodeSpeak(*request) != frame->payload) std::abort();
        if (nexy::CleanUtf8(nexy::LettersAndDigits(request->text)).size() > request->text.size()) {
          std::abort();
        }
      }
      (void)nexy::DecodeHello(frame->payload);
      (void)nexy::DecodeEnd(frame->payload);
      (void)nexy::DecodeError(frame->payload);
    }
  }
  return frames;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (Read(stream, stream.size() + 1) != Read(stream, 1 + data[0] % 40u)) std::abort();
  return 0;
}
