#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What nexyd and the worker nexy-voice say to each other: on the worker's stdin requests come in,
// on its stdout sound goes out. Numbers are little-endian. A frame is
//
//   u8  type
//   u8  0, u8 0, u8 0
//   u32 utterance   0 in kHello, else the number of the utterance, chosen by nexyd
//   u32 size        bytes of payload that follow
//
//   type      from     payload
//   kHello    worker   u32 version, u32 sample rate; the first frame, and only once
//   kSpeak    nexyd    EncodeSpeak(); only when no utterance is under way
//   kCancel   nexyd    none; nothing happens if the utterance is already over
//   kPcm      worker   mono s16le samples, not empty, at most kMaxPcmBytes
//   kEnd      worker   u8 VoiceEnd; every sample of the utterance has been sent
//   kError    worker   u8 VoiceError, u32 detail (signal or error number); the utterance is over
//
// A worker's frame is never longer than PIPE_BUF, so that a process that is killed while it writes
// leaves either the whole frame or nothing of it.
namespace nexy {

inline constexpr std::uint32_t kVoiceVersion = 1;
inline constexpr std::size_t kFrameHeaderBytes = 12;
inline constexpr std::size_t kMaxPcmBytes = 4096 - kFrameHeaderBytes;
inline constexpr std::size_t kMaxSpeechText = 32 * 1024;
inline constexpr std::size_t kMaxRequestBytes = kMaxSpeechText + 1024;

enum class FrameType : std::uint8_t {
  kHello = 1,
  kSpeak = 2,
  kCancel = 3,
  kPcm = 4,
  kEnd = 5,
  kError = 6,
};

enum class VoiceEnd : std::uint8_t {
  kComplete = 0,
  kCancelled = 1,
  kOtherVoice = 2,  // Complete, but `default_voice` is not installed; the language's own spoke.
};

enum class VoiceError : std::uint8_t {
  kCrashed = 1,     // The synthesiser died of this text; `detail` is the signal.
  kFailed = 2,      // The synthesiser reported an error.
  kNoVoice = 3,     // There is no voice of the language at all.
  kNoProcess = 4,   // The worker could not fork; `detail` is errno.
  kBadRequest = 5,  // The payload of kSpeak made no sense.
};

struct SpeakRequest {
  std::string voice;          // Used if it is known and speaks `language`; may be empty.
  std::string default_voice;  // Used otherwise.
  std::string language;       // "en", "ru".
  std::uint16_t rate = 175;   // Words a minute.
  std::uint16_t pitch = 50;   // 0..99.
  std::uint16_t volume = 100; // Per cent.
  std::string text;           // Any bytes; at most kMaxSpeechText of them are kept.
};

struct Hello {
  std::uint32_t version = 0;
  std::uint32_t sample_rate = 0;
};

struct ErrorReport {
  VoiceError error = VoiceError::kFailed;
  std::uint32_t detail = 0;
};

// `payload` is not longer than its type allows.
std::string EncodeFrame(FrameType type, std::uint32_t utterance, std::string_view payload);
std::string EncodeHello(const Hello& hello);
// Names of voices and languages are cut at 255 bytes.
std::string EncodeSpeak(const SpeakRequest& request);
std::string EncodeError(const ErrorReport& report);

// nullopt if the payload is not what its type says.
std::optional<Hello> DecodeHello(std::string_view payload);
std::optional<SpeakRequest> DecodeSpeak(std::string_view payload);
std::optional<VoiceEnd> DecodeEnd(std::string_view payload);
std::optional<ErrorReport> DecodeError(std::string_view payload);

struct Frame {
  FrameType type;
  std::uint32_t utterance;
  std::string_view payload;  // Valid until the reader is called again.
};

// Finds the frames in a stream of bytes that comes in pieces. Holds at most one unfinished frame
// more than it was fed. Not thread-safe.
class FrameReader {
 public:
  explicit FrameReader(std::size_t max_payload) : max_payload_(max_payload) {}

  void Feed(std::string_view bytes);
  // The next whole frame; nullopt when more bytes are needed or the stream is broken.
  std::optional<Frame> Next();
  // True after a header that no peer writes; nothing can be read any more.
  bool broken() const { return broken_; }

 private:
  const std::size_t max_payload_;
  std::string buffer_;
  std::size_t begin_ = 0;  // Of what has not been returned.
  bool broken_ = false;
};

}  // namespace nexy
