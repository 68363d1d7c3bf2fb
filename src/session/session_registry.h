#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "session/text_hash.h"
#include "session/session_id.h"

namespace nexy {

// What may live at once; the settings belong to rpc.
struct SessionLimits {
  std::size_t max_live_turns = 100;
  std::size_t device_turns_per_minute = 60;  // 0: no limit.
  bool one_turn_per_device = false;
};

enum class StopCause {
  kInterrupted,  // InterruptSession: wire contract 6.2.
  kDraining,     // The grace is nearly over: apologise and end, 6.4.
  kClosing,      // The grace is over: end with an error.
};

// Why SessionRegistry::Admit refused, a closed set of metric labels: "draining", "session_live",
// "device_live", "device_rate", "capacity". Empty for any other status.
std::string_view RefusalReason(const absl::Status& status);

// The live turns of this process: who may start, and whom an interrupt stops.
//
// Thread-safe; must outlive its leases. Stop callbacks run on the thread that asks for the stop and
// without the registry's lock, so they may end turns or start new ones.
class SessionRegistry {
 public:
  using StopCallback = std::function<void(StopCause)>;

  // A turn's place among the live ones; destroying it gives the place up.
  class Lease {
   public:
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    const std::string& session_id() const { return session_id_; }  // As the request spelled it.
    const std::string& device() const { return device_; }
    std::uint64_t sequence() const { return sequence_; }  // Counts admissions of this process.

    // `callback` is called for every stop of this turn; for those that came before, it is called
    // here and now. A draining turn may still be interrupted or closed; nothing follows
    // kInterrupted. A stop that has begun may reach the callback just after the lease has gone, so
    // it owns what it touches. Set once.
    void OnStop(StopCallback callback);

    // The latest stop, if there was one.
    std::optional<StopCause> stopped() const;

    // Frees session id and slot at once, as an interrupt does; no stop comes after. The lease still
    // counts for WaitIdle() until it is destroyed. Idempotent.
    void Release();

    // Release() of a turn that did not begin (check 11 refused it): the device's rate forgets it.
    void GiveBack();

   private:
    friend class SessionRegistry;
    Lease(SessionRegistry& registry, SessionKey key, std::string session_id, std::string device,
          std::uint64_t sequence);

    SessionRegistry& registry_;
    const SessionKey key_;
    const std::string session_id_;
    const std::string device_;
    const std::uint64_t sequence_;
    // Guarded by the registry's mutex.
    bool live_ = true;
    std::optional<StopCause> stopped_;
    std::shared_ptr<const StopCallback> on_stop_;  // Shared with a stop that is being delivered.
  };

  SessionRegistry(SessionLimits limits, Clock& clock) : limits_(limits), clock_(clock) {}
  ~SessionRegistry();
  SessionRegistry(const SessionRegistry&) = delete;
  SessionRegistry& operator=(const SessionRegistry&) = delete;

  // Checks 1, 8, 9, 9a and 10 of wire contract 3.1, in this order and with its texts, and the
  // reservation are one step. UNAVAILABLE once draining, else RESOURCE_EXHAUSTED;
  // RefusalReason() tells them apart. Only admitted turns count for the device's rate.
  absl::StatusOr<std::unique_ptr<Lease>> Admit(SessionKey key, std::string session_id,
                                               std::string device);

  // Frees the session id and slot of every live turn of `device`, stops it with kInterrupted and
  // returns the session ids, oldest first. Of concurrent calls exactly one lists a turn.
  std::vector<std::string> Interrupt(std::string_view device);

  // Admits nothing more; live turns go on. Idempotent.
  void BeginDrain();

  // Stops every live turn with `cause`; each stays live until its lease goes.
  void StopAll(StopCause cause);

  // Waits until no lease is left, at most until `deadline`; returns how many there are.
  std::size_t WaitIdle(std::chrono::steady_clock::time_point deadline);

  bool draining() const;
  absl::Status CheckServing() const;  // Check 1 alone.
  std::size_t live() const;  // Turns that hold a slot.
  std::vector<std::string> live_ids(std::string_view device) const;  // Oldest first.

 private:
  struct Device {
    std::vector<Lease*> live;  // Oldest first.
    std::size_t recent = 0;    // Admissions that stand in admissions_.
  };
  using Devices = std::unordered_map<std::string, Device, TextHash, std::equal_to<>>;
  using DeviceEntry = Devices::value_type;
  struct Admission {
    Clock::Time time;
    DeviceEntry* device;  // Null: given back.
  };

  absl::Status Check(const SessionKey& key, const std::string& session_id,
                     const std::string& device) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetOldAdmissions() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetFirstAdmission() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetAdmission(std::uint64_t sequence) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void CountAdmission(DeviceEntry& device) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EraseIfUnused(const DeviceEntry& device) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes `lease` out; what it returns is destroyed by the caller without the lock.
  std::shared_ptr<const StopCallback> Remove(Lease& lease) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SessionLimits limits_;
  Clock& clock_;
  mutable Mutex mutex_;
  std::condition_variable_any idle_;  // Signalled when the last lease goes.
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::size_t leases_ ABSL_GUARDED_BY(mutex_) = 0;
  std::uint64_t next_sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  std::unordered_map<SessionKey, Lease*, absl::Hash<SessionKey>> live_ ABSL_GUARDED_BY(mutex_);
  Devices devices_ ABSL_GUARDED_BY(mutex_);  // With a live turn or a recent admission.
  // The last minute's admissions, oldest first, for the rate of a device; its last element is of
  // sequence next_sequence_ - 1. Empty when there is no rate limit.
  std::deque<Admission> admissions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
