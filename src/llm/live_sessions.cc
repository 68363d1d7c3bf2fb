#include "llm/live_sessions.h"

#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace nexy {

using nlohmann::json;

namespace {

constexpr std::chrono::seconds kHandleWait{1};

}  // namespace

std::unique_ptr<LiveSession> LiveSessions::Take(const std::string& device) {
  MutexLock lock(mutex_);
  const auto found = index_.find(device);
  if (device.empty() || found == index_.end()) return nullptr;
  std::unique_ptr<LiveSession> session = std::move(found->second->session);
  kept_.erase(found->second);
  index_.erase(found);
  return session;
}

void LiveSessions::Keep(const std::string& device, std::unique_ptr<LiveSession> session) {
  if (device.empty()) return;
  KeptList dropped;  // Closed without the lock.
  MutexLock lock(mutex_);
  if (closed_) return;
  if (const auto old = index_.find(device); old != index_.end()) {
    dropped.splice(dropped.end(), kept_, old->second);
    index_.erase(old);
  }
  kept_.push_back({device, clock_.Now(), std::move(session)});
  index_[device] = std::prev(kept_.end());
  while (kept_.size() > most_) {
    index_.erase(kept_.front().device);
    dropped.splice(dropped.end(), kept_, kept_.begin());
  }
}

std::optional<std::uint64_t> LiveSessions::Open(std::shared_ptr<LlmBill> bill) {
  MutexLock lock(mutex_);
  if (closed_ || bills_.size() >= most_) return std::nullopt;
  const std::uint64_t turn = next_turn_++;
  bills_.emplace(turn, std::move(bill));
  return turn;
}

void LiveSessions::Told(std::uint64_t turn, LlmUsage usage) {
  MutexLock lock(mutex_);
  const auto found = bills_.find(turn);
  if (found != bills_.end() && found->second != nullptr) found->second->Told(usage);
}

void LiveSessions::Settle(std::uint64_t turn) {
  std::shared_ptr<LlmBill> settled;  // Without the lock.
  MutexLock lock(mutex_);
  const auto found = bills_.find(turn);
  if (found == bills_.end()) return;
  settled = std::move(found->second);
  bills_.erase(found);
}

void LiveSessions::Sweep() {
  KeptList dropped;
  MutexLock lock(mutex_);
  const Clock::Time oldest = clock_.Now() - idle_;
  while (!kept_.empty() && kept_.front().since <= oldest) {
    index_.erase(kept_.front().device);
    dropped.splice(dropped.end(), kept_, kept_.begin());
  }
}

void LiveSessions::Close() {
  KeptList dropped;
  std::unordered_map<std::uint64_t, std::shared_ptr<LlmBill>> settled;
  MutexLock lock(mutex_);
  closed_ = true;
  dropped.swap(kept_);
  index_.clear();
  settled.swap(bills_);
}

std::size_t LiveSessions::size() const {
  MutexLock lock(mutex_);
  return kept_.size();
}

Task<> EndLiveTurn(std::shared_ptr<LiveSessions> sessions, std::uint64_t turn, std::string device,
                   std::unique_ptr<LiveSession> session, Clock::Time deadline) {
  bool over = false;
  while (!over) {
    const auto read = co_await session->socket->Read(deadline);
    if (!read.ok() || !read->has_value()) break;
    const json message = json::parse((*read)->payload, nullptr, /*allow_exceptions=*/false);
    if (!message.is_object()) break;
    session->Note(message);
    if (const auto usage = LiveUsage(message)) sessions->Told(turn, *usage);
    over = SaysTurnComplete(message);
  }
  sessions->Settle(turn);
  // The connection is about to end, so nothing is lost by waiting on it for what resumes it.
  const Clock::Time handle_by = sessions->Now() + kHandleWait;
  while (over && session->going_away && session->handle.empty()) {
    const auto read = co_await session->socket->Read(handle_by);
    if (!read.ok() || !read->has_value()) break;
    const json message = json::parse((*read)->payload, nullptr, /*allow_exceptions=*/false);
    if (!message.is_object()) break;
    session->Note(message);
  }
  if (over) sessions->Keep(device, std::move(session));
}

}  // namespace nexy
