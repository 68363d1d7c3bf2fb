#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace nexy::bench {

// A server of a benchmark in a process of its own, so that its processor time and memory are its
// own. Make all of them before anything starts a thread: the process is forked.
class ServerProcess {
 public:
  // `serve` runs in the process: it is given a function that tells the port, and never returns.
  using Ready = std::function<void(int port)>;
  explicit ServerProcess(const std::function<void(const Ready&)>& serve);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  int port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // Processor time that it has taken so far.
  double CpuSeconds() const;

 private:
  pid_t child_ = 0;
  int port_ = 0;
};

}  // namespace nexy::bench
