#include "nexyctl/load_flags.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "base/status.h"
#include "base/strings.h"
#include "nexyd/units.h"

namespace nexy {
namespace {

constexpr std::size_t kScreenshotMaxBytes = 10 * 1024 * 1024;
// The smallest picture, for who gives none.
constexpr const char* kTinyPicture = "UklGRhwAAABXRUJQVlA4TA8AAAAvAAAAEAfQ/4j+BSKi/wEA";

absl::StatusOr<std::string> PictureOf(const std::string& file) {
  if (file.empty()) return kTinyPicture;
  std::ifstream stream(file, std::ios::binary);
  std::stringstream content;
  if (!(content << stream.rdbuf()) || content.str().size() > kScreenshotMaxBytes) {
    return absl::InvalidArgumentError(
        Concat("--screenshot: cannot read ", file, ", or it is too large"));
  }
  std::string base64;
  absl::Base64Escape(content.str(), &base64);
  return base64;
}

void AddServerFlags(CLI::App& app, LoadFlags& flags) {
  app.add_option("--server", flags.server, "host:port of the gRPC server")->capture_default_str();
  app.add_flag("--tls", flags.tls, "Speak TLS; the rule for a server elsewhere");
  app.add_flag("--plaintext", flags.plaintext, "Speak plaintext; the rule for this machine");
  app.add_option("--ca", flags.ca_file, "PEM certificates to trust");
  app.add_option("--metrics", flags.metrics,
                 "host:port where the server's /metrics are, for its side of the report");
  app.add_option("--connections", flags.plan.connections, "Connections that the devices share")
      ->check(CLI::Range(std::size_t{1}, std::size_t{50'000}))
      ->capture_default_str();
}

void AddAmountFlags(CLI::App& app, LoadFlags& flags) {
  auto* people =
      app.add_option("--people", flags.people, "Closed loop: so many people who ask on and on");
  app.add_option("--rate", flags.rate, "Open loop: so many questions a second")->excludes(people);
  app.add_option("--arrivals", flags.arrivals, "Of an open loop")
      ->check(CLI::IsMember({"poisson", "even", "bursts"}))
      ->capture_default_str();
  app.add_option("--burst", flags.plan.burst, "Questions in one burst")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--duration", flags.duration, "How long, such as 30s or 5m")
      ->capture_default_str();
  app.add_option("--warmup", flags.warmup, "Before that, not in the figures")
      ->capture_default_str();
  app.add_option("--ramp", flags.ramp, "From nothing to the whole load in this time")
      ->capture_default_str();
  app.add_option("--drain", flags.drain,
                 "At the end, for open questions to end; then they are given up as unfinished")
      ->capture_default_str();
  app.add_option("--max-live", flags.plan.max_live,
                 "Questions open at once; one more is not asked, but counted")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
}

void AddPeopleFlags(CLI::App& app, LoadFlags& flags) {
  app.add_option("--mix", flags.mix,
                 "Scenarios and weights: short, long, screenshot, welcome, follow-up, interrupt, "
                 "slow-reader, disconnect")
      ->capture_default_str();
  app.add_option("--pause", flags.pause, "A person's pause after an answer, on average")
      ->capture_default_str();
  app.add_flag("--no-listening", flags.no_listening, "Ask on without hearing answers to their end");
  app.add_option("--devices", flags.plan.devices, "Devices of an open loop")
      ->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}))
      ->capture_default_str();
  app.add_option("--seed", flags.plan.seed, "Of everything random")->capture_default_str();
  app.add_option("--short-prompt", flags.plan.short_prompt, "What is asked")->capture_default_str();
  app.add_option("--long-prompt", flags.plan.long_prompt, "What is asked for a long answer")
      ->capture_default_str();
  app.add_option("--screenshot", flags.screenshot,
                 "Picture of the scenario screenshot; else the smallest");
}

void AddReportFlags(CLI::App& app, LoadFlags& flags) {
  app.add_option("--progress", flags.progress, "A line on standard error so often; 0: none")
      ->capture_default_str();
  app.add_option("--out", flags.json_file, "Write the report as JSON");
  app.add_option("--html", flags.html_file, "Write the report as a page");
  app.add_option("--svg", flags.svg_file,
                 "Write a picture: the distribution of first sounds, or the capacity's curve");
}

void AddSearchFlags(CLI::App& app, LoadFlags& flags) {
  app.add_flag("--find-capacity", flags.find_capacity,
               "Look for the largest load within the limits; --duration is for each try");
  app.add_option("--largest", flags.largest, "Load above which is not looked")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str();
  app.add_option("--limit-first-audio-added", flags.first_audio_added,
                 "p99 of the first sound, over the provider's own time")
      ->capture_default_str();
  app.add_option(
      "--provider-time", flags.provider_time,
      "The provider's own time to the first sound; else the median of the smallest load");
  app.add_option("--limit-underruns", flags.limits.underruns, "In one try")->capture_default_str();
  app.add_option("--limit-errors", flags.limits.errors, "In one try")->capture_default_str();
}

}  // namespace

void AddLoadFlags(CLI::App& app, LoadFlags& flags) {
  AddServerFlags(app, flags);
  AddAmountFlags(app, flags);
  AddPeopleFlags(app, flags);
  AddReportFlags(app, flags);
  AddSearchFlags(app, flags);
}

absl::StatusOr<std::chrono::milliseconds> TimeOf(std::string_view flag, const std::string& text) {
  const auto time = ParseMilliseconds(text);
  if (!time || *time > 7 * 24 * 3'600'000LL) {
    return absl::InvalidArgumentError(Concat(flag, " is no time; write 250ms, 30s, 5m or 2h"));
  }
  return std::chrono::milliseconds(*time);
}

absl::StatusOr<load::Plan> PlanOf(const LoadFlags& flags) {
  load::Plan plan = flags.plan;
  plan.loop = flags.rate ? load::Loop::kOpen : load::Loop::kClosed;
  plan.load = flags.rate ? *flags.rate : static_cast<double>(flags.people.value_or(10));
  if (plan.load <= 0 || plan.load > 1e6) {
    return absl::InvalidArgumentError("--people and --rate are above 0 and at most 1000000");
  }
  plan.arrivals = *load::ArrivalsOf(flags.arrivals);
  NEXY_ASSIGN_OR_RETURN(plan.duration, TimeOf("--duration", flags.duration));
  NEXY_ASSIGN_OR_RETURN(plan.warmup, TimeOf("--warmup", flags.warmup));
  NEXY_ASSIGN_OR_RETURN(plan.ramp, TimeOf("--ramp", flags.ramp));
  NEXY_ASSIGN_OR_RETURN(plan.drain, TimeOf("--drain", flags.drain));
  NEXY_ASSIGN_OR_RETURN(plan.pause, TimeOf("--pause", flags.pause));
  if (plan.duration.count() == 0) return absl::InvalidArgumentError("--duration is 0");
  plan.listens = !flags.no_listening;
  NEXY_ASSIGN_OR_RETURN(plan.mix, load::Mix::Parse(flags.mix));
  NEXY_ASSIGN_OR_RETURN(plan.screenshot_base64, PictureOf(flags.screenshot));
  return plan;
}

absl::StatusOr<load::Limits> LimitsOf(const LoadFlags& flags) {
  load::Limits limits = flags.limits;
  NEXY_ASSIGN_OR_RETURN(limits.first_audio_added,
                        TimeOf("--limit-first-audio-added", flags.first_audio_added));
  if (!flags.provider_time.empty()) {
    NEXY_ASSIGN_OR_RETURN(limits.provider_time, TimeOf("--provider-time", flags.provider_time));
  }
  return limits;
}

load::Target TargetOf(const LoadFlags& flags) {
  const bool tls = flags.tls || (!flags.plaintext && !load::IsLoopback(flags.server));
  return {.address = flags.server, .tls = tls, .ca_file = flags.ca_file};
}

}  // namespace nexy
