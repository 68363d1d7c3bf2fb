#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy::sim {

using Milliseconds = std::chrono::milliseconds;

// A place in an answer: "before_headers", "mid_headers", "after_headers", {"after_pieces": n},
// {"in_piece": n} (after half of its bytes) or {"after_bytes": n} of the body.
struct Place {
  enum class At {
    kNever,
    kBeforeHeaders,
    kMidHeaders,
    kAfterHeaders,
    kAfterPieces,
    kInPiece,
    kAfterBytes
  };
  At at = At::kNever;
  std::size_t n = 0;

  bool operator==(const Place&) const = default;
};

enum class CutHow { kFin, kRst, kEnd };  // kEnd: the body ends as if it were whole.

// What a service does with one request. README.md explains each field under the same name.
struct Behaviour {
  // The answer.
  std::vector<std::string> text{"Hello", " world."};
  std::vector<std::string> thoughts;
  std::string grounding;              // JSON, as the two that follow; empty: none.
  std::optional<std::string> finish;  // Absent: the service's own; empty: none is sent.
  std::string continuation;
  std::string block;
  std::string usage;
  std::string error_event;
  std::string language = "en";
  std::optional<int> audio_ms;  // Absent: sized by the text.
  double audio_ms_per_char = 60;
  double audio_piece_ms = 100;
  std::size_t audio_piece_bytes = 0;  // Instead, when not 0; may be odd.
  std::size_t audio_trim_bytes = 0;   // Left out at the end, so that a sample is cut.
  int tone_hz = 440;
  std::string content_type;
  bool content_length = false;  // The body is announced with its length, not chunked.
  bool connection_close = false;

  // Failures by status.
  int status = 200;
  std::optional<std::string> body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string retry_delay;
  std::string error_code;
  std::string message;

  // Faults.
  Milliseconds accept_latency{0};
  Milliseconds headers_latency{0};
  Milliseconds first_latency{0};
  Milliseconds between_latency{0};
  std::size_t split = 0;        // Bytes in one write.
  std::size_t chunk_bytes = 0;  // Bytes in one HTTP chunk.
  std::size_t drip_bytes = 0;
  Milliseconds drip_pause{0};
  Place stall;
  Place cut;
  CutHow cut_how = CutHow::kFin;
  std::string cut_gate;
  Place garbage;
  bool garbage_framing = false;
  Place oversized;
  std::size_t oversized_bytes = 0;
  std::string headers_gate;
  std::string piece_gate;
  std::string end_gate;
  std::string tls;  // Of the service "connection": good, wrong_host, expired, self_signed.

  // WebSocket.
  bool text_frames = false;
  Place close;
  std::uint16_t close_code = 0;
  std::string close_reason;
  Milliseconds pong_delay{0};
  std::optional<Milliseconds> go_away;
  std::string go_away_time_left = "50s";
  std::optional<Milliseconds> idle_close;
  bool resumable = true;
  std::string input_transcription;
  // What the turns of one connection do, in their order; none: as the connection.
  std::vector<std::shared_ptr<const Behaviour>> turns;

  // Whether it can wait for anything but the socket, so that a client that leaves must be noticed.
  bool waits() const;
};

// What a service does with its requests in their order; the last behaviour repeats.
struct Cast {
  std::vector<std::shared_ptr<const Behaviour>> behaviours;
  bool cycle = false;  // All of them repeat, from the first.

  const std::shared_ptr<const Behaviour>& Of(std::uint64_t number) const {  // From 1.
    if (cycle) return behaviours[(number - 1) % behaviours.size()];
    return behaviours[std::min<std::size_t>(number, behaviours.size()) - 1];
  }
  std::optional<std::string> flavour;
  std::optional<std::string> key;
  std::optional<bool> strict;
  std::vector<std::string> models;  // The only ones that exist; empty: see README.md.
};

// Service -> cast. INVALID_ARGUMENT names the field that is unknown or of the wrong type.
absl::StatusOr<std::map<std::string, Cast>> ParseScript(std::string_view json);

}  // namespace nexy::sim
