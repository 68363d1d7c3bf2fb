#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"
#include "base/task_group.h"
#include "exchange.h"
#include "script.h"

namespace nexy::sim {

// The server's side of one WebSocket: reads in one coroutine, writes what others queue in their
// order, and does to it what behaviours say.
//
// Used from one strand. Run() serves; everything else is called by what it serves. When the client
// has gone, Read() says so and what is sent is dropped.
class SocketTalk {
 public:
  explicit SocketTalk(Exchange& exchange);
  ~SocketTalk();
  SocketTalk(const SocketTalk&) = delete;
  SocketTalk& operator=(const SocketTalk&) = delete;

  // The upgrade, after what the behaviour has against it. Throws as HttpPerformance does.
  Task<> Accept();
  // The next message; nullopt when the conversation is over, for whatever reason.
  Task<std::optional<SimMessage>> Read();

  void Send(std::string payload, bool binary);
  void Close(std::uint16_t code, std::string_view reason);
  // Until what was sent is on the wire.
  Task<> Drain();
  // Drained, then without a word.
  Task<> Cut(CutHow how);
  // The next message reaches the client by half.
  void CutInNext(std::size_t bytes, CutHow how);

  TaskGroup& children() { return children_; }
  bool closing() const { return closing_; }
  // Stops the children and waits for them; before the destruction.
  Task<> Join();

 private:
  struct Socket;
  struct Item {
    std::string payload;
    bool binary = false;
    std::uint16_t close_code = 0;  // Not 0: a close frame whose reason is `payload`.
    bool raw_pong = false;
  };

  Task<> WriteQueued();
  Task<> WriteItem(const Item& item);
  Task<> PongLater(std::string frame);
  void Push(Item item);

  Exchange& exchange_;
  RealClock clock_;
  NullLog log_;
  std::unique_ptr<Socket> socket_;
  TaskGroup children_;
  std::deque<Item> outbox_;
  bool writing_ = false;
  bool closing_ = false;
  bool gone_ = false;
};

// One scripted answer over a WebSocket: a service gives its pieces in their order.
class TurnPerformance {
 public:
  TurnPerformance(SocketTalk& talk, Engine& engine, const Behaviour& behaviour, SimRequest& request)
      : talk_(talk), engine_(engine), behaviour_(behaviour), request_(request) {}

  // False: the script has ended the conversation here.
  Task<bool> Piece(std::string payload, bool binary);
  // Where nothing of the answer has been sent yet.
  Task<bool> Begin(Place place);
  // At a place between two of its pieces.
  Task<bool> Go(Place place) { return Misbehave(place); }

 private:
  Task<bool> Misbehave(Place place);

  SocketTalk& talk_;
  Engine& engine_;
  const Behaviour& behaviour_;
  SimRequest& request_;
  std::size_t pieces_ = 0;
};

}  // namespace nexy::sim
