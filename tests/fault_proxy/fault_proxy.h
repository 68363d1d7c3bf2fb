#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace nexy {

// What a bad network does to every connection, both ways. Zeros: nothing.
struct LinkFaults {
  std::chrono::milliseconds latency{0};     // Each piece of bytes waits so long,
  std::chrono::milliseconds jitter{0};      // and up to so much more, chosen by the seed.
  std::size_t drip_bytes = 0;               // At most so many bytes
  std::chrono::milliseconds drip_pause{0};  // in so long.
  std::size_t cut_after_bytes = 0;          // Of the answers of one connection; then it is reset.
  // Half-open: bytes are taken and go nowhere, and neither side hears that the other has left.
  // A connection that was made so stays so until it is cut.
  bool swallow = false;
  std::size_t reorder = 0;  // So many connections wait for each other and connect last first,
  std::chrono::milliseconds reorder_wait{300};  // but none longer than this.
};

// A bad network on loopback: passes connections on to a server and spoils them as it is told.
//
// Runs from construction to destruction on a thread of its own. Thread-safe.
class FaultProxy {
 public:
  // `target` is HOST:PORT with an IPv4 address. `seed` chooses the jitter.
  explicit FaultProxy(const std::string& target, std::uint64_t seed = 1);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::string address() const;  // HOST:PORT

  // From now on, for connections that are open, too.
  void Behave(const LinkFaults& faults);
  enum class How { kReset, kGoodbye };
  // Ends every connection, towards both sides.
  void Cut(How how);

  std::size_t links() const;        // Open connections.
  std::size_t links_total() const;  // That ever came.
  // False when the time is over first.
  bool WaitForLinks(const std::function<bool(std::size_t open, std::size_t total)>& wanted,
                    std::chrono::milliseconds limit = std::chrono::seconds(60)) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexy
