#include "fault_proxy.h"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <list>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace nexy {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

tcp::endpoint EndpointOf(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  return {asio::ip::make_address(address.substr(0, colon)),
          static_cast<std::uint16_t>(std::stoul(address.substr(colon + 1)))};
}

// One connection: its two sockets, kept until both directions are over.
struct Link {
  explicit Link(tcp::socket client) : near(std::move(client)), far(near.get_executor()) {}

  void Close(FaultProxy::How how) {
    closed = true;
    boost::system::error_code ignored;
    for (tcp::socket* socket : {&near, &far}) {
      if (how == FaultProxy::How::kReset) {
        socket->set_option(asio::socket_base::linger(true, 0), ignored);
      }
      socket->close(ignored);
    }
  }

  tcp::socket near;  // Of the client.
  tcp::socket far;   // Of the server.
  std::size_t answered = 0;
  bool closed = false;
  bool dead = false;  // Half-open, until it is cut.
};

}  // namespace

// Everything but the counters is touched on the one thread only.
struct FaultProxy::Impl {
  Impl(const std::string& to, std::uint64_t seed)
      : target(EndpointOf(to)),
        acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        random(seed) {
    asio::co_spawn(io, Accept(), asio::detached);
    thread = std::jthread([this] { io.run(); });
  }
  ~Impl() {
    io.stop();
    thread.join();
  }

  asio::awaitable<void> Accept() {
    while (true) {
      auto [error, socket] = co_await acceptor.async_accept(kAwait);
      if (error) {  // No more descriptors: others have to go first.
        co_await Pause(milliseconds(10));
        continue;
      }
      auto link = std::make_shared<Link>(std::move(socket));
      link->dead = faults.swallow;
      open.push_back(link);
      Count();
      waiting.push_back(link);
      if (waiting.size() >= faults.reorder) {
        ConnectWaiting();
      } else {
        asio::co_spawn(io, StopWaiting(), asio::detached);
      }
    }
  }

  void ConnectWaiting() {
    for (; !waiting.empty(); waiting.pop_back()) {
      asio::co_spawn(io, Connect(waiting.back()), asio::detached);
    }
  }
  // Nobody waits for a company that does not come.
  asio::awaitable<void> StopWaiting() {
    co_await Pause(faults.reorder_wait);
    ConnectWaiting();
  }

  asio::awaitable<void> Connect(std::shared_ptr<Link> link) {
    const auto [error] = co_await link->far.async_connect(target, kAwait);
    if (error || link->closed) {
      End(*link, How::kReset);
      co_return;
    }
    boost::system::error_code ignored;
    link->near.set_option(tcp::no_delay(true), ignored);
    link->far.set_option(tcp::no_delay(true), ignored);
    asio::co_spawn(io, Pass(link, false), asio::detached);
    asio::co_spawn(io, Pass(link, true), asio::detached);
  }

  asio::awaitable<void> Pass(std::shared_ptr<Link> link, bool answers) {
    tcp::socket& from = answers ? link->far : link->near;
    tcp::socket& to = answers ? link->near : link->far;
    std::array<char, 16 * 1024> piece;
    while (!link->closed) {
      const std::size_t most =
          faults.drip_bytes == 0 ? piece.size() : std::min(faults.drip_bytes, piece.size());
      const auto [error, count] =
          co_await from.async_read_some(asio::buffer(piece.data(), most), kAwait);
      if (link->dead && error && !link->closed) co_return;  // The other side never hears of it.
      if (error) break;
      co_await Pause(WaitOfAPiece());
      if (link->dead) continue;
      std::size_t passed = count;
      if (answers && faults.cut_after_bytes > 0) {
        passed = std::min(
            count, faults.cut_after_bytes - std::min(link->answered, faults.cut_after_bytes));
      }
      if (answers) link->answered += passed;
      const auto [failed, written] =
          co_await asio::async_write(to, asio::buffer(piece.data(), passed), kAwait);
      if (failed || passed < count) {
        End(*link, How::kReset);
        co_return;
      }
    }
    End(*link, How::kGoodbye);
  }

  milliseconds WaitOfAPiece() {
    milliseconds wait = faults.latency;
    if (faults.jitter.count() > 0) {
      wait += milliseconds(
          std::uniform_int_distribution<int>(0, static_cast<int>(faults.jitter.count()))(random));
    }
    return faults.drip_bytes > 0 ? wait + faults.drip_pause : wait;
  }

  asio::awaitable<void> Pause(milliseconds time) {
    if (time.count() == 0) co_return;
    asio::steady_timer timer(io, time);
    co_await timer.async_wait(kAwait);
  }

  void End(Link& link, How how) {
    link.Close(how);
    std::erase_if(open, [&link](const auto& one) { return one.get() == &link; });
    std::lock_guard lock(mutex);
    links = open.size();
    changed.notify_all();
  }

  void Count() {
    std::lock_guard lock(mutex);
    links = open.size();
    ++total;
    changed.notify_all();
  }

  // Runs `work` on the thread and waits for its end.
  template <typename Work>
  void Run(Work work) {
    asio::post(io, asio::use_future(std::move(work))).get();
  }

  const tcp::endpoint target;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  LinkFaults faults;
  std::mt19937_64 random;
  std::list<std::shared_ptr<Link>> open;
  std::vector<std::shared_ptr<Link>> waiting;  // To be connected in another order.

  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  std::size_t links = 0;
  std::size_t total = 0;
  std::jthread thread;
};

FaultProxy::FaultProxy(const std::string& target, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(target, seed)) {}
FaultProxy::~FaultProxy() = default;

std::string FaultProxy::address() const {
  return "127.0.0.1:" + std::to_string(impl_->acceptor.local_endpoint().port());
}

void FaultProxy::Behave(const LinkFaults& faults) {
  auto change = [impl = impl_.get(), faults] {
    impl->faults = faults;
    for (const auto& link : impl->open) link->dead = link->dead || faults.swallow;
  };
  impl_->Run(std::move(change));
}

void FaultProxy::Cut(How how) {
  auto cut = [impl = impl_.get(), how] {
    while (!impl->open.empty()) {
      const std::shared_ptr<Link> link = impl->open.front();
      impl->End(*link, how);
    }
  };
  impl_->Run(std::move(cut));
}

std::size_t FaultProxy::links() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->links;
}

std::size_t FaultProxy::links_total() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->total;
}

bool FaultProxy::WaitForLinks(
    const std::function<bool(std::size_t open, std::size_t total)>& wanted,
    std::chrono::milliseconds limit) const {
  std::unique_lock lock(impl_->mutex);
  return impl_->changed.wait_for(lock, limit,
                                 [this, &wanted] { return wanted(impl_->links, impl_->total); });
}

}  // namespace nexy
