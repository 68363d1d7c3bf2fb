#pragma once

#include <string>
#include <vector>

#include "update/utc_time.h"

namespace nexy {

// A row of the page: what a channel offers.
struct ChannelOffer {
  std::string channel;
  std::string version;  // "none yet", or why it is not told.
  std::string build;
};

struct FrontPage {
  std::string title;
  std::int64_t publication = 0;  // 0: nothing is published.
  UnixSeconds published = 0;
  bool store_is_read = true;
  std::vector<ChannelOffer> offers;
};

// A page of plain headings and one table, for people and their screen readers.
std::string FrontPageHtml(const FrontPage& page);

}  // namespace nexy
