#include "session/session_registry.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/cord.h"
#include "base/strings.h"

namespace nexy {
namespace {

constexpr std::chrono::minutes kRateWindow{1};
// Bounds the memory of the rates: beyond it the oldest admissions of the last minute are forgotten,
// in favour of their devices.
constexpr std::size_t kAdmissionsMax = 100'000;

constexpr absl::string_view kReasonUrl = "nexy/refusal";
constexpr std::string_view kReasons[] = {"draining", "session_live", "device_live", "device_rate",
                                         "capacity"};
enum Reason : std::size_t { kDraining, kSessionLive, kDeviceLive, kDeviceRate, kCapacity };

absl::Status Refuse(Reason reason, const std::string& text) {
  auto status = reason == kDraining ? absl::UnavailableError(text)
                                    : absl::ResourceExhaustedError(text);
  const std::string_view label = kReasons[reason];
  status.SetPayload(kReasonUrl, absl::Cord(absl::string_view(label.data(), label.size())));
  return status;
}

absl::Status RefuseDraining() {
  return Refuse(kDraining, "Server is shutting down, please try again");
}

}  // namespace

std::string_view RefusalReason(const absl::Status& status) {
  const auto payload = status.GetPayload(kReasonUrl);
  if (!payload.has_value()) return {};
  const std::string label(*payload);
  const auto* found = std::find(std::begin(kReasons), std::end(kReasons), label);
  return found == std::end(kReasons) ? std::string_view() : *found;
}

SessionRegistry::~SessionRegistry() {
  MutexLock lock(mutex_);
  assert(leases_ == 0);
}

absl::Status SessionRegistry::Check(const SessionKey& key, const std::string& session_id,
                                    const std::string& device) const {
  if (draining_) return RefuseDraining();
  if (live_.contains(key)) {
    return Refuse(kSessionLive,
                  Concat("Concurrent request for session_id=", session_id, " is not allowed"));
  }
  const auto found = devices_.find(device);
  if (found != devices_.end()) {
    const Device& known = found->second;
    if (limits_.one_turn_per_device && !known.live.empty()) {
      std::string sessions;
      for (const Lease* lease : known.live) {
        sessions += Concat(sessions.empty() ? "'" : ", '", lease->session_id_, "'");
      }
      return Refuse(kDeviceLive, Concat("Concurrent request for hardware_id=", device,
                                        " is not allowed (active sessions: [", sessions, "])"));
    }
    if (limits_.device_turns_per_minute > 0 && known.recent >= limits_.device_turns_per_minute) {
      return Refuse(kDeviceRate, "Too many requests from this device, please wait a moment");
    }
  }
  if (live_.size() >= limits_.max_live_turns) {
    return Refuse(kCapacity,
                  Concat("STREAM_LIMIT_EXCEEDED: Maximum concurrent streams (",
                         limits_.max_live_turns, ") reached. Current active: ", live_.size()));
  }
  return absl::OkStatus();
}

auto SessionRegistry::Admit(SessionKey key, std::string session_id, std::string device)
    -> absl::StatusOr<std::unique_ptr<Lease>> {
  MutexLock lock(mutex_);
  ForgetOldAdmissions();
  if (auto refusal = Check(key, session_id, device); !refusal.ok()) return refusal;
  auto lease = absl::WrapUnique(
      new Lease(*this, key, std::move(session_id), std::move(device), next_sequence_++));
  ++leases_;
  live_.emplace(key, lease.get());
  DeviceEntry& entry = *devices_.try_emplace(lease->device_).first;
  entry.second.live.push_back(lease.get());
  if (limits_.device_turns_per_minute > 0) CountAdmission(entry);
  return lease;
}

void SessionRegistry::CountAdmission(DeviceEntry& device) {
  if (admissions_.size() >= kAdmissionsMax) ForgetFirstAdmission();
  admissions_.push_back({clock_.Now(), &device});
  ++device.second.recent;
}

void SessionRegistry::ForgetOldAdmissions() {
  if (admissions_.empty()) return;
  const Clock::Time now = clock_.Now();
  while (!admissions_.empty() && now - admissions_.front().time >= kRateWindow) {
    ForgetFirstAdmission();
  }
}

void SessionRegistry::ForgetFirstAdmission() {
  DeviceEntry* const device = admissions_.front().device;
  admissions_.pop_front();
  if (device == nullptr) return;
  --device->second.recent;
  EraseIfUnused(*device);
}

void SessionRegistry::ForgetAdmission(std::uint64_t sequence) {
  const std::uint64_t from_end = next_sequence_ - sequence;
  if (from_end > admissions_.size()) return;
  DeviceEntry*& device = admissions_[admissions_.size() - from_end].device;
  if (device == nullptr) return;
  --device->second.recent;
  EraseIfUnused(*std::exchange(device, nullptr));
}

void SessionRegistry::EraseIfUnused(const DeviceEntry& device) {
  if (device.second.live.empty() && device.second.recent == 0) {
    devices_.erase(devices_.find(device.first));
  }
}

auto SessionRegistry::Remove(Lease& lease) -> std::shared_ptr<const StopCallback> {
  lease.live_ = false;
  live_.erase(lease.key_);
  DeviceEntry& device = *devices_.find(lease.device_);
  std::erase(device.second.live, &lease);
  EraseIfUnused(device);
  return std::exchange(lease.on_stop_, nullptr);
}

std::vector<std::string> SessionRegistry::Interrupt(std::string_view device) {
  std::vector<std::string> ids;
  std::vector<std::shared_ptr<const StopCallback>> callbacks;
  {
    MutexLock lock(mutex_);
    const auto found = devices_.find(device);
    if (found == devices_.end()) return ids;
    for (Lease* lease : std::exchange(found->second.live, {})) {
      lease->live_ = false;
      lease->stopped_ = StopCause::kInterrupted;
      live_.erase(lease->key_);
      ids.push_back(lease->session_id_);
      callbacks.push_back(std::exchange(lease->on_stop_, nullptr));
    }
    EraseIfUnused(*found);
  }
  for (const auto& callback : callbacks) {
    if (callback) (*callback)(StopCause::kInterrupted);
  }
  return ids;
}

bool SessionRegistry::draining() const {
  MutexLock lock(mutex_);
  return draining_;
}

void SessionRegistry::BeginDrain() {
  MutexLock lock(mutex_);
  draining_ = true;
}

void SessionRegistry::StopAll(StopCause cause) {
  std::vector<std::shared_ptr<const StopCallback>> callbacks;
  {
    MutexLock lock(mutex_);
    for (const auto& [key, lease] : live_) {
      lease->stopped_ = cause;
      callbacks.push_back(lease->on_stop_);
    }
  }
  for (const auto& callback : callbacks) {
    if (callback) (*callback)(cause);
  }
}

std::size_t SessionRegistry::WaitIdle(std::chrono::steady_clock::time_point deadline) {
  MutexLock lock(mutex_);
  while (leases_ > 0 && idle_.wait_until(mutex_, deadline) == std::cv_status::no_timeout) {
  }
  return leases_;
}

absl::Status SessionRegistry::CheckServing() const {
  MutexLock lock(mutex_);
  return draining_ ? RefuseDraining() : absl::OkStatus();
}

std::size_t SessionRegistry::live() const {
  MutexLock lock(mutex_);
  return live_.size();
}

std::vector<std::string> SessionRegistry::live_ids(std::string_view device) const {
  MutexLock lock(mutex_);
  std::vector<std::string> ids;
  const auto found = devices_.find(device);
  if (found == devices_.end()) return ids;
  for (const Lease* lease : found->second.live) ids.push_back(lease->session_id_);
  return ids;
}

SessionRegistry::Lease::Lease(SessionRegistry& registry, SessionKey key, std::string session_id,
                              std::string device, std::uint64_t sequence)
    : registry_(registry),
      key_(key),
      session_id_(std::move(session_id)),
      device_(std::move(device)),
      sequence_(sequence) {}

SessionRegistry::Lease::~Lease() {
  Release();
  MutexLock lock(registry_.mutex_);
  if (--registry_.leases_ == 0) registry_.idle_.notify_all();
}

void SessionRegistry::Lease::OnStop(StopCallback callback) {
  std::optional<StopCause> missed;
  auto shared = std::make_shared<const StopCallback>(std::move(callback));
  {
    MutexLock lock(registry_.mutex_);
    missed = stopped_;
    if (live_) on_stop_ = shared;
  }
  if (missed) (*shared)(*missed);
}

std::optional<StopCause> SessionRegistry::Lease::stopped() const {
  MutexLock lock(registry_.mutex_);
  return stopped_;
}

void SessionRegistry::Lease::Release() {
  std::shared_ptr<const StopCallback> callback;  // Destroyed after the lock.
  MutexLock lock(registry_.mutex_);
  if (live_) callback = registry_.Remove(*this);
}

void SessionRegistry::Lease::GiveBack() {
  std::shared_ptr<const StopCallback> callback;  // Destroyed after the lock.
  MutexLock lock(registry_.mutex_);
  registry_.ForgetAdmission(sequence_);
  if (live_) callback = registry_.Remove(*this);
}

}  // namespace nexy
