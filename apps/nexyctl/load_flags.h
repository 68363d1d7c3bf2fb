#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "nexyctl/load/capacity.h"
#include "nexyctl/load/channels.h"
#include "nexyctl/load/plan.h"

namespace CLI {
class App;
}

namespace nexy {

// What the flags of `nexyctl load` fill, as they are written.
struct LoadFlags {
  std::string server = "127.0.0.1:50051";
  std::string metrics;
  bool tls = false;
  bool plaintext = false;
  std::string ca_file;
  std::optional<std::size_t> people;
  std::optional<double> rate;
  std::string arrivals = "poisson";
  std::string duration = "30s";
  std::string warmup = "0";
  std::string ramp = "0";
  std::string pause = "1s";
  std::string drain = "30s";
  std::string progress = "5s";
  std::string mix = "short";
  bool no_listening = false;
  std::string screenshot;
  load::Plan plan;  // What needs no reading.
  std::string json_file;
  std::string html_file;
  std::string svg_file;

  bool find_capacity = false;
  double largest = 100'000;
  std::string first_audio_added = "10ms";
  std::string provider_time;
  load::Limits limits;
};

void AddLoadFlags(CLI::App& app, LoadFlags& flags);

// INVALID_ARGUMENT names the flag that cannot be read.
absl::StatusOr<load::Plan> PlanOf(const LoadFlags& flags);
absl::StatusOr<load::Limits> LimitsOf(const LoadFlags& flags);
load::Target TargetOf(const LoadFlags& flags);
absl::StatusOr<std::chrono::milliseconds> TimeOf(std::string_view flag, const std::string& text);

}  // namespace nexy
