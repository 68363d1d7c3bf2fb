#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <string>
#include <string_view>

namespace nexy::sim {

// An authority made for this run and certificates of localhost and 127.0.0.1: a good one and those
// that a client has to refuse. The authority's certificate lies in a folder of its own, which goes
// with this object.
class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string ca_file() const { return (folder_ / "ca.pem").string(); }

  // For "wrong_host", "expired", "self_signed"; the good one for any other name.
  boost::asio::ssl::context& ContextFor(std::string_view kind);

 private:
  std::filesystem::path folder_;
  boost::asio::ssl::context good_;
  boost::asio::ssl::context wrong_host_;
  boost::asio::ssl::context expired_;
  boost::asio::ssl::context self_signed_;
};

}  // namespace nexy::sim
