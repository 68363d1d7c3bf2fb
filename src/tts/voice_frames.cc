#include "tts/voice_frames.h"

#include <algorithm>
#include <utility>

namespace nexy {
namespace {

template <typename T>
void Append(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
  }
}

void AppendName(std::string& out, std::string_view name) {
  name = name.substr(0, 255);
  out.push_back(static_cast<char>(name.size()));
  out.append(name);
}

// Takes values off the front of a payload; `ok` turns false at the first that is not there.
struct Cursor {
  std::string_view rest;
  bool ok = true;

  std::string_view Bytes(std::size_t count) {
    if (count > rest.size()) ok = false;
    if (!ok) return {};
    const std::string_view bytes = rest.substr(0, count);
    rest.remove_prefix(count);
    return bytes;
  }
  template <typename T>
  T Number() {
    const std::string_view bytes = Bytes(sizeof(T));
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
      value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    }
    return static_cast<T>(value);
  }
  std::string_view Name() { return Bytes(Number<std::uint8_t>()); }
  bool Complete() const { return ok && rest.empty(); }
};

bool IsFrameType(std::uint8_t type) {
  return type >= static_cast<std::uint8_t>(FrameType::kHello) &&
         type <= static_cast<std::uint8_t>(FrameType::kError);
}

}  // namespace

std::string EncodeFrame(FrameType type, std::uint32_t utterance, std::string_view payload) {
  std::string frame;
  frame.reserve(kFrameHeaderBytes + payload.size());
  Append(frame, static_cast<std::uint8_t>(type));
  frame.append(3, '\0');
  Append(frame, utterance);
  Append(frame, static_cast<std::uint32_t>(payload.size()));
  return frame.append(payload);
}

std::string EncodeHello(const Hello& hello) {
  std::string payload;
  Append(payload, hello.version);
  Append(payload, hello.sample_rate);
  return payload;
}

std::string EncodeSpeak(const SpeakRequest& request) {
  std::string payload;
  Append(payload, request.rate);
  Append(payload, request.pitch);
  Append(payload, request.volume);
  AppendName(payload, request.voice);
  AppendName(payload, request.default_voice);
  AppendName(payload, request.language);
  return payload.append(std::string_view(request.text).substr(0, kMaxSpeechText));
}

std::string EncodeError(const ErrorReport& report) {
  std::string payload;
  Append(payload, static_cast<std::uint8_t>(report.error));
  Append(payload, report.detail);
  return payload;
}

std::optional<Hello> DecodeHello(std::string_view payload) {
  Cursor cursor{payload};
  const Hello hello{.version = cursor.Number<std::uint32_t>(),
                    .sample_rate = cursor.Number<std::uint32_t>()};
  if (!cursor.Complete()) return std::nullopt;
  return hello;
}

std::optional<SpeakRequest> DecodeSpeak(std::string_view payload) {
  Cursor cursor{payload};
  SpeakRequest request;
  request.rate = cursor.Number<std::uint16_t>();
  request.pitch = cursor.Number<std::uint16_t>();
  request.volume = cursor.Number<std::uint16_t>();
  request.voice = cursor.Name();
  request.default_voice = cursor.Name();
  request.language = cursor.Name();
  if (!cursor.ok || cursor.rest.size() > kMaxSpeechText) return std::nullopt;
  request.text = cursor.rest;
  return request;
}

std::optional<VoiceEnd> DecodeEnd(std::string_view payload) {
  Cursor cursor{payload};
  const auto end = cursor.Number<std::uint8_t>();
  if (!cursor.Complete() || end > static_cast<std::uint8_t>(VoiceEnd::kOtherVoice)) {
    return std::nullopt;
  }
  return static_cast<VoiceEnd>(end);
}

std::optional<ErrorReport> DecodeError(std::string_view payload) {
  Cursor cursor{payload};
  const auto error = cursor.Number<std::uint8_t>();
  const auto detail = cursor.Number<std::uint32_t>();
  if (!cursor.Complete() || error < static_cast<std::uint8_t>(VoiceError::kCrashed) ||
      error > static_cast<std::uint8_t>(VoiceError::kBadRequest)) {
    return std::nullopt;
  }
  return ErrorReport{.error = static_cast<VoiceError>(error), .detail = detail};
}

void FrameReader::Feed(std::string_view bytes) {
  if (broken_) return;
  buffer_.erase(0, std::exchange(begin_, 0));
  buffer_.append(bytes);
}

std::optional<Frame> FrameReader::Next() {
  Cursor cursor{std::string_view(buffer_).substr(begin_)};
  const auto type = cursor.Number<std::uint8_t>();
  const std::string_view zeros = cursor.Bytes(3);
  const auto utterance = cursor.Number<std::uint32_t>();
  const auto size = cursor.Number<std::uint32_t>();
  if (broken_ || !cursor.ok) return std::nullopt;
  if (!IsFrameType(type) || zeros != std::string_view("\0\0\0", 3) || size > max_payload_) {
    broken_ = true;
    buffer_.clear();
    begin_ = 0;
    return std::nullopt;
  }
  const std::string_view payload = cursor.Bytes(size);
  if (!cursor.ok) return std::nullopt;
  begin_ += kFrameHeaderBytes + size;
  return Frame{static_cast<FrameType>(type), utterance, payload};
}

}  // namespace nexy
