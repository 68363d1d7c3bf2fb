#include "update/outcome_log.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_split.h"
#include "base/status.h"
#include "base/strings.h"
#include "update/durable_file.h"

namespace nexy {
namespace {

constexpr std::size_t kWaitingMax = 10'000;
constexpr std::size_t kDayMaxBytes = 64u << 20;
constexpr char kEnding[] = ".jsonl";

std::string KeyOf(OutcomeCount count) {
  count.count = 1;
  return WriteOutcomeCount(count);
}

std::string DayOf(UnixSeconds time) { return IsoTime(time).substr(0, 10); }

bool IsDayFile(const std::string& name) {
  return name.size() == 16 && name.ends_with(kEnding) &&
         ParseIsoTime(name.substr(0, 10) + "T00:00:00Z").ok();
}

absl::StatusOr<std::vector<std::string>> DayFiles(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator entry(folder, error); !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (IsDayFile(name)) names.push_back(name);
  }
  if (error) return absl::UnavailableError(Concat("cannot read ", folder, ": ", error.message()));
  return names;
}

}  // namespace

absl::StatusOr<std::string> OutcomeLog::Prepare(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::UnavailableError(Concat("cannot create ", folder, ": ", error.message()));
  return folder;
}

absl::Status OutcomeLog::Record(const OutcomeReport& report, UnixSeconds now) {
  OutcomeCount count{.hour = now - now % 3600, .report = report, .count = 1};
  std::string key = KeyOf(count);
  MutexLock lock(mutex_);
  if (const auto found = waiting_.find(key); found != waiting_.end()) {
    ++found->second.count;
    return absl::OkStatus();
  }
  if (waiting_.size() >= kWaitingMax) {
    return absl::ResourceExhaustedError("too many different reports");
  }
  waiting_.emplace(std::move(key), std::move(count));
  return absl::OkStatus();
}

absl::Status OutcomeLog::Flush() {
  std::map<std::string, OutcomeCount> taken;
  {
    MutexLock lock(mutex_);
    taken.swap(waiting_);
  }
  std::map<std::string, std::string> lines;
  for (const auto& [key, count] : taken) {
    lines[DayOf(count.hour)] += WriteOutcomeCount(count) + "\n";
  }
  absl::Status status;
  for (const auto& [day, text] : lines) {
    const absl::Status written = AppendDurably(Concat(folder_, "/", day, kEnding), text);
    status.Update(written);
    if (written.ok()) {
      std::erase_if(taken, [&written_day = day](const auto& entry) {
        return DayOf(entry.second.hour) == written_day;
      });
    }
  }
  MutexLock lock(mutex_);
  for (auto& [key, count] : taken) {
    const auto [place, fresh] = waiting_.emplace(key, count);
    if (!fresh) place->second.count += count.count;
  }
  return status;
}

absl::Status OutcomeLog::DeleteOld(UnixSeconds now, std::size_t keep_days) const {
  if (keep_days == 0) return absl::OkStatus();
  const std::string oldest = DayOf(now - static_cast<UnixSeconds>(keep_days) * 86'400);
  NEXY_ASSIGN_OR_RETURN(const std::vector<std::string> names, DayFiles(folder_));
  for (const std::string& name : names) {
    if (name.substr(0, 10) < oldest) {
      NEXY_RETURN_IF_ERROR(RemoveFile(Concat(folder_, "/", name)));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OutcomeCount>> ReadOutcomes(const std::string& folder,
                                                       std::size_t* damaged) {
  NEXY_ASSIGN_OR_RETURN(const std::vector<std::string> names, DayFiles(folder));
  std::map<std::string, OutcomeCount> sums;
  *damaged = 0;
  for (const std::string& name : names) {
    NEXY_ASSIGN_OR_RETURN(const std::string text,
                          ReadWholeFile(Concat(folder, "/", name), kDayMaxBytes));
    for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      const absl::StatusOr<OutcomeCount> count = ReadOutcomeCount({line.data(), line.size()});
      if (!count.ok()) {
        ++*damaged;
        continue;
      }
      const auto [sum, fresh] = sums.emplace(KeyOf(*count), *count);
      if (!fresh) sum->second.count += count->count;
    }
  }
  std::vector<OutcomeCount> counts;
  for (auto& [key, count] : sums) counts.push_back(std::move(count));
  std::ranges::stable_sort(counts, {}, &OutcomeCount::hour);
  return counts;
}

}  // namespace nexy
