#include "script.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/status/status.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

// Caught in ParseCast(): a script is read in one go, and its first mistake ends that.
[[noreturn]] void Wrong(const std::string& what) { throw std::invalid_argument(what); }

Milliseconds Ms(const json& value) { return Milliseconds(value.get<std::int64_t>()); }

// Reads a place out of a string or an object; other keys of the object go to `rest`.
Place PlaceOf(const json& value, json* rest = nullptr) {
  const auto named = [](const std::string& name) {
    if (name == "before_headers") return Place{Place::At::kBeforeHeaders, 0};
    if (name == "mid_headers") return Place{Place::At::kMidHeaders, 0};
    if (name == "after_headers") return Place{Place::At::kAfterHeaders, 0};
    if (name == "mid_stream") return Place{Place::At::kAfterPieces, 1};
    Wrong("no such place: " + name);
  };
  if (value.is_string()) return named(value.get<std::string>());
  if (!value.is_object()) Wrong("a place is a name or an object");
  Place place;
  for (const auto& [key, at] : value.items()) {
    if (key == "at") {
      place = named(at.get<std::string>());
    } else if (key == "after_pieces") {
      place = {Place::At::kAfterPieces, at.get<std::size_t>()};
    } else if (key == "in_piece") {
      place = {Place::At::kInPiece, at.get<std::size_t>()};
    } else if (key == "after_bytes") {
      place = {Place::At::kAfterBytes, at.get<std::size_t>()};
    } else if (rest != nullptr) {
      (*rest)[key] = at;
    } else {
      Wrong("a place has no " + key);
    }
  }
  return place;
}

void ReadLatency(const json& value, Behaviour& to) {
  for (const auto& [key, ms] : value.items()) {
    if (key == "accept")
      to.accept_latency = Ms(ms);
    else if (key == "headers")
      to.headers_latency = Ms(ms);
    else if (key == "first")
      to.first_latency = Ms(ms);
    else if (key == "between")
      to.between_latency = Ms(ms);
    else
      Wrong("latency has no " + key);
  }
}

void ReadGates(const json& value, Behaviour& to) {
  if (value.is_string()) {
    to.piece_gate = value.get<std::string>();
    return;
  }
  for (const auto& [key, gate] : value.items()) {
    if (key == "headers")
      to.headers_gate = gate.get<std::string>();
    else if (key == "piece")
      to.piece_gate = gate.get<std::string>();
    else if (key == "end")
      to.end_gate = gate.get<std::string>();
    else
      Wrong("gate has no " + key);
  }
}

void ReadCut(const json& value, Behaviour& to) {
  json rest = json::object();
  to.cut = PlaceOf(value, &rest);
  for (const auto& [key, setting] : rest.items()) {
    if (key == "gate") {
      to.cut_gate = setting.get<std::string>();
    } else if (key == "how") {
      const auto how = setting.get<std::string>();
      if (how == "fin")
        to.cut_how = CutHow::kFin;
      else if (how == "rst")
        to.cut_how = CutHow::kRst;
      else if (how == "end")
        to.cut_how = CutHow::kEnd;
      else
        Wrong("cut.how is fin, rst or end");
    } else {
      Wrong("cut has no " + key);
    }
  }
}

void ReadClose(const json& value, Behaviour& to) {
  json rest = json::object();
  to.close = PlaceOf(value, &rest);
  if (to.close.at == Place::At::kNever) to.close.at = Place::At::kAfterHeaders;
  for (const auto& [key, setting] : rest.items()) {
    if (key == "code")
      to.close_code = setting.get<std::uint16_t>();
    else if (key == "reason")
      to.close_reason = setting.get<std::string>().substr(0, 123);
    else
      Wrong("close has no " + key);
  }
}

void ReadGarbage(const json& value, Behaviour& to) {
  json rest = json::object();
  to.garbage = PlaceOf(value, &rest);
  for (const auto& [key, setting] : rest.items()) {
    if (key != "framing") Wrong("garbage has no " + key);
    to.garbage_framing = setting.get<bool>();
  }
}

void ReadOversized(const json& value, Behaviour& to) {
  json rest = json::object();
  to.oversized = PlaceOf(value, &rest);
  for (const auto& [key, setting] : rest.items()) {
    if (key != "bytes") Wrong("oversized has no " + key);
    to.oversized_bytes = setting.get<std::size_t>();
  }
}

void ReadDrip(const json& value, Behaviour& to) {
  for (const auto& [key, setting] : value.items()) {
    if (key == "bytes")
      to.drip_bytes = setting.get<std::size_t>();
    else if (key == "ms")
      to.drip_pause = Ms(setting);
    else
      Wrong("drip has no " + key);
  }
}

std::vector<std::string> Strings(const json& value) {
  if (value.is_string()) return {value.get<std::string>()};
  return value.get<std::vector<std::string>>();
}

std::string Scalar(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

using Reader = void (*)(const json&, Behaviour&);

const std::map<std::string, Reader>& Readers() {
  static const std::map<std::string, Reader> readers{
      {"text", [](const json& v, Behaviour& b) { b.text = Strings(v); }},
      {"thoughts", [](const json& v, Behaviour& b) { b.thoughts = Strings(v); }},
      {"grounding", [](const json& v, Behaviour& b) { b.grounding = v.dump(); }},
      {"finish", [](const json& v, Behaviour& b) { b.finish = v.get<std::string>(); }},
      {"continuation", [](const json& v, Behaviour& b) { b.continuation = v.get<std::string>(); }},
      {"block", [](const json& v, Behaviour& b) { b.block = v.get<std::string>(); }},
      {"usage", [](const json& v, Behaviour& b) { b.usage = v.dump(); }},
      {"error_event", [](const json& v, Behaviour& b) { b.error_event = v.dump(); }},
      {"language", [](const json& v, Behaviour& b) { b.language = v.get<std::string>(); }},
      {"audio_ms", [](const json& v, Behaviour& b) { b.audio_ms = v.get<int>(); }},
      {"audio_ms_per_char",
       [](const json& v, Behaviour& b) { b.audio_ms_per_char = v.get<double>(); }},
      {"audio_piece_ms", [](const json& v, Behaviour& b) { b.audio_piece_ms = v.get<double>(); }},
      {"audio_piece_bytes",
       [](const json& v, Behaviour& b) { b.audio_piece_bytes = v.get<std::size_t>(); }},
      {"audio_trim_bytes",
       [](const json& v, Behaviour& b) { b.audio_trim_bytes = v.get<std::size_t>(); }},
      {"tone_hz", [](const json& v, Behaviour& b) { b.tone_hz = v.get<int>(); }},
      {"content_type", [](const json& v, Behaviour& b) { b.content_type = v.get<std::string>(); }},
      {"content_length", [](const json& v, Behaviour& b) { b.content_length = v.get<bool>(); }},
      {"connection_close", [](const json& v, Behaviour& b) { b.connection_close = v.get<bool>(); }},
      {"status", [](const json& v, Behaviour& b) { b.status = v.get<int>(); }},
      {"body", [](const json& v, Behaviour& b) { b.body = Scalar(v); }},
      {"headers",
       [](const json& v, Behaviour& b) {
         for (const auto& [name, value] : v.items()) b.headers.emplace_back(name, Scalar(value));
       }},
      {"retry_after",
       [](const json& v, Behaviour& b) { b.headers.emplace_back("Retry-After", Scalar(v)); }},
      {"retry_after_ms",
       [](const json& v, Behaviour& b) { b.headers.emplace_back("retry-after-ms", Scalar(v)); }},
      {"retry_delay", [](const json& v, Behaviour& b) { b.retry_delay = v.get<std::string>(); }},
      {"error_code", [](const json& v, Behaviour& b) { b.error_code = v.get<std::string>(); }},
      {"message", [](const json& v, Behaviour& b) { b.message = v.get<std::string>(); }},
      {"latency", ReadLatency},
      {"split", [](const json& v, Behaviour& b) { b.split = v.get<std::size_t>(); }},
      {"chunk_bytes", [](const json& v, Behaviour& b) { b.chunk_bytes = v.get<std::size_t>(); }},
      {"drip", ReadDrip},
      {"stall", [](const json& v, Behaviour& b) { b.stall = PlaceOf(v); }},
      {"cut", ReadCut},
      {"garbage", ReadGarbage},
      {"oversized", ReadOversized},
      {"gate", ReadGates},
      {"tls", [](const json& v, Behaviour& b) { b.tls = v.get<std::string>(); }},
      {"text_frames", [](const json& v, Behaviour& b) { b.text_frames = v.get<bool>(); }},
      {"close", ReadClose},
      {"pong_delay_ms", [](const json& v, Behaviour& b) { b.pong_delay = Ms(v); }},
      {"go_away_ms", [](const json& v, Behaviour& b) { b.go_away = Ms(v); }},
      {"go_away_time_left",
       [](const json& v, Behaviour& b) { b.go_away_time_left = v.get<std::string>(); }},
      {"idle_close_ms", [](const json& v, Behaviour& b) { b.idle_close = Ms(v); }},
      {"resumable", [](const json& v, Behaviour& b) { b.resumable = v.get<bool>(); }},
      {"input_transcription",
       [](const json& v, Behaviour& b) { b.input_transcription = v.get<std::string>(); }},
  };
  return readers;
}

std::shared_ptr<const Behaviour> ReadBehaviour(const json& value) {
  if (!value.is_object()) Wrong("a behaviour is an object");
  auto behaviour = std::make_shared<Behaviour>();
  for (const auto& [key, setting] : value.items()) {
    if (key == "note") continue;  // For whoever reads the script.
    if (key == "turns") {
      for (const json& turn : setting) behaviour->turns.push_back(ReadBehaviour(turn));
      continue;
    }
    const auto reader = Readers().find(key);
    if (reader == Readers().end()) Wrong("a behaviour has no " + key);
    try {
      reader->second(setting, *behaviour);
    } catch (const json::exception& error) {
      Wrong(key + ": " + error.what());
    }
  }
  return behaviour;
}

Cast ReadCast(const json& value) {
  Cast cast;
  const json* behaviours = &value;
  if (value.is_object() && value.contains("behaviours")) {
    for (const auto& [key, setting] : value.items()) {
      if (key == "behaviours")
        behaviours = &setting;
      else if (key == "cycle")
        cast.cycle = setting.get<bool>();
      else if (key == "flavour")
        cast.flavour = setting.get<std::string>();
      else if (key == "key")
        cast.key = setting.get<std::string>();
      else if (key == "strict")
        cast.strict = setting.get<bool>();
      else if (key == "models")
        cast.models = Strings(setting);
      else
        Wrong("a service has no " + key);
    }
  }
  if (behaviours->is_array()) {
    for (const json& one : *behaviours) cast.behaviours.push_back(ReadBehaviour(one));
  } else {
    cast.behaviours.push_back(ReadBehaviour(*behaviours));
  }
  if (cast.behaviours.empty()) cast.behaviours.push_back(std::make_shared<Behaviour>());
  return cast;
}

absl::StatusOr<Cast> ParseCast(const json& value) {
  try {
    return ReadCast(value);
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(error.what());
  }
}

constexpr std::string_view kServices[] = {
    "gemini",        "gemini_live",   "openai_chat", "openai_speech", "openai_transcriptions",
    "openai_models", "openai_health", "azure_tts",   "azure_ws",      "azure_token",
    "azure_voices",  "connection"};

}  // namespace

bool Behaviour::waits() const {
  return accept_latency.count() > 0 || headers_latency.count() > 0 || first_latency.count() > 0 ||
         between_latency.count() > 0 || drip_bytes > 0 || stall.at != Place::At::kNever ||
         !headers_gate.empty() || !piece_gate.empty() || !end_gate.empty() || !cut_gate.empty();
}

absl::StatusOr<std::map<std::string, Cast>> ParseScript(std::string_view text) {
  const json script =
      json::parse(text, nullptr, /*allow_exceptions=*/false, /*ignore_comments=*/true);
  if (!script.is_object()) return absl::InvalidArgumentError("a script is a JSON object");
  std::map<std::string, Cast> casts;
  for (const auto& [service, value] : script.items()) {
    const std::string name = service.substr(0, service.find('@'));
    if (std::ranges::find(kServices, std::string_view(name)) == std::end(kServices)) {
      return absl::InvalidArgumentError("no such service: " + service);
    }
    auto cast = ParseCast(value);
    if (!cast.ok()) {
      return absl::InvalidArgumentError(service + ": " + std::string(cast.status().message()));
    }
    casts.emplace(service, *std::move(cast));
  }
  return casts;
}

}  // namespace nexy::sim
