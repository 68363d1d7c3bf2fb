#include "session/conversation.h"

#include <unicode/utf8.h>

#include <cstdint>
#include <utility>

namespace nexy {
namespace {

std::size_t TextBytes(const Exchange& exchange) {
  return exchange.question.size() + exchange.answer.size() + exchange.note.size();
}

// Takes up to `excess` bytes off the end of `text`, whole code points, and off `excess`.
void CutEnd(std::string& text, std::size_t& excess) {
  if (excess == 0) return;
  auto length = static_cast<std::int32_t>(text.size() > excess ? text.size() - excess : 0);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (static_cast<std::size_t>(length) < text.size()) U8_SET_CP_START(bytes, 0, length);
  const std::size_t cut = text.size() - static_cast<std::size_t>(length);
  text.resize(static_cast<std::size_t>(length));
  excess -= cut < excess ? cut : excess;
}

void CutShort(Exchange& exchange, std::size_t max_bytes) {
  const std::size_t bytes = TextBytes(exchange);
  std::size_t excess = bytes > max_bytes ? bytes - max_bytes : 0;
  CutEnd(exchange.answer, excess);
  CutEnd(exchange.question, excess);
  if (excess > 0) exchange.note.clear();  // Half a note means nothing to its provider.
}

}  // namespace

Conversations::Conversations(const SessionOptions& options, Clock& clock)
    : options_(options), clock_(clock) {}

Recollection Conversations::Recall(std::string_view device) {
  ConversationList forgotten;
  MutexLock lock(mutex_);
  ForgetExpired(forgotten);
  const auto found = index_.find(device);
  if (found == index_.end()) return {};
  const Conversation& conversation = *found->second;
  return {{conversation.exchanges.begin(), conversation.exchanges.end()}, conversation.screenshot};
}

void Conversations::Remember(std::string_view device, Exchange exchange,
                             std::shared_ptr<const Screenshot> screenshot) {
  if (options_.conversation_turns == 0 || options_.conversation_devices == 0) return;
  CutShort(exchange, options_.conversation_bytes);
  ConversationList forgotten;
  MutexLock lock(mutex_);
  ForgetExpired(forgotten);
  const auto conversation = Latest(device, forgotten);
  AddExchange(*conversation, std::move(exchange));
  if (screenshot && options_.conversation_keep_screenshot) {
    SetScreenshot(*conversation, std::move(screenshot));
  }
}

void Conversations::Sweep() {
  ConversationList forgotten;
  MutexLock lock(mutex_);
  ForgetExpired(forgotten);
}

auto Conversations::usage() const -> Usage {
  MutexLock lock(mutex_);
  return {conversations_.size(), text_bytes_, screenshot_bytes_};
}

void Conversations::Forget(ConversationList::iterator conversation, ConversationList& forgotten) {
  index_.erase(conversation->device);
  text_bytes_ -= conversation->text_bytes;
  if (conversation->screenshot) screenshot_bytes_ -= conversation->screenshot->bytes().size();
  forgotten.splice(forgotten.end(), conversations_, conversation);
}

void Conversations::ForgetExpired(ConversationList& forgotten) {
  if (conversations_.empty()) return;
  const Clock::Time now = clock_.Now();
  while (!conversations_.empty() &&
         now - conversations_.front().last_turn >= options_.conversation_ttl) {
    Forget(conversations_.begin(), forgotten);
  }
}

auto Conversations::Latest(std::string_view device, ConversationList& forgotten)
    -> ConversationList::iterator {
  if (const auto found = index_.find(device); found != index_.end()) {
    conversations_.splice(conversations_.end(), conversations_, found->second);
    found->second->last_turn = clock_.Now();
    return found->second;
  }
  if (conversations_.size() >= options_.conversation_devices) {
    Forget(conversations_.begin(), forgotten);
  }
  conversations_.push_back({std::string(device), clock_.Now(), {}, 0, nullptr});
  const auto added = std::prev(conversations_.end());
  index_.emplace(added->device, added);
  return added;
}

void Conversations::AddExchange(Conversation& conversation, Exchange exchange) {
  const std::size_t bytes = TextBytes(exchange);
  auto& exchanges = conversation.exchanges;
  text_bytes_ -= conversation.text_bytes;
  while (!exchanges.empty() && (exchanges.size() >= options_.conversation_turns ||
                                conversation.text_bytes + bytes > options_.conversation_bytes)) {
    conversation.text_bytes -= TextBytes(exchanges.front());
    exchanges.pop_front();
  }
  exchanges.push_back(std::move(exchange));
  conversation.text_bytes += bytes;
  text_bytes_ += conversation.text_bytes;
}

void Conversations::DropScreenshot(Conversation& conversation) {
  if (conversation.screenshot) screenshot_bytes_ -= conversation.screenshot->bytes().size();
  conversation.screenshot.reset();
}

void Conversations::SetScreenshot(Conversation& conversation,
                                  std::shared_ptr<const Screenshot> screenshot) {
  DropScreenshot(conversation);
  const std::size_t bytes = screenshot->bytes().size();
  if (bytes > options_.conversation_screenshots_bytes) return;
  for (auto silent = conversations_.begin();
       screenshot_bytes_ + bytes > options_.conversation_screenshots_bytes; ++silent) {
    DropScreenshot(*silent);
  }
  conversation.screenshot = std::move(screenshot);
  screenshot_bytes_ += bytes;
}

}  // namespace nexy
