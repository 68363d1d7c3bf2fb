#pragma once

#include <string>

namespace nexy::testing {

// Sends `bytes` to "host:port" and returns all that comes back until the other side closes.
std::string TcpExchange(const std::string& address, const std::string& bytes);

// A connection to "host:port" that says nothing; close() it. -1: refused.
int Dial(const std::string& address);

struct HttpReply {
  int status = 0;  // 0: no HTTP came back.
  std::string head;
  std::string body;
};

// The whole of what one connection brought.
HttpReply ReadHttpReply(const std::string& answer);

// `target` goes into the request line as it is.
HttpReply HttpGet(const std::string& address, const std::string& target);

}  // namespace nexy::testing
