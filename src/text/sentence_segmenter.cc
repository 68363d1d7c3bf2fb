#include "text/sentence_segmenter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "text/inline_markup.h"
#include "text/line_opening.h"
#include "text/paragraph.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kHeadMax = 256;       // A longer beginning of a line is text.
constexpr std::size_t kFenceInfoMax = 200;  // A longer rest of a fence's line is text.

std::vector<std::string> TextsOf(std::vector<CutSentence> cut) {
  std::vector<std::string> texts;
  texts.reserve(cut.size());
  for (CutSentence& sentence : cut) texts.push_back(std::move(sentence.text));
  return texts;
}

}  // namespace

// The lines of the answer: their marks are taken off here, what they say goes to the paragraph.
struct SentenceSegmenter::State {
  enum class Mode { kLineStart, kText, kHeading, kTarget, kFenceInfo, kCode, kFormula };

  explicit State(const SegmenterOptions& options)
      : markup_watcher(options.markup_watcher),
        paragraph({.max_chars = std::max<std::size_t>(options.sentence_max_chars, 1),
                   .first_clause_chars = options.first_clause_chars,
                   .language = options.language},
                  options.watcher, options.markup_watcher, sentences) {}

  void Push(char32_t c) {
    if (c == 0) c = kReplacementChar;
    const bool code = mode == Mode::kCode;
    PushToMode(c);
    Collect(code);
  }

  void PushToMode(char32_t c) {
    switch (mode) {
      case Mode::kLineStart:
        return PushHead(c);
      case Mode::kText:
        return PushText(c);
      case Mode::kHeading:
        return PushHeading(c);
      case Mode::kTarget:
        return PushTarget(c);
      case Mode::kFenceInfo:
        return PushFenceInfo(c);
      case Mode::kCode:
        return PushCode(c);
      case Mode::kFormula:
        return PushFormula(c);
    }
  }

  // Takes over what was cut; `code`: it is of a block of code, which may have ended with it.
  void Collect(bool code) {
    if (!sentences.empty()) {
      for (std::string& text : sentences) {
        if (code) {
          HoldCode(std::move(text));
        } else {
          cut.push_back({std::move(text), CodePlace::kNone});
        }
      }
      sentences.clear();
    }
    if (code && mode != Mode::kCode) EndCode();
  }

  // The newest line of a block waits until it is known whether another one follows.
  void HoldCode(std::string text) {
    const bool first = !code_line;
    if (code_line) cut.push_back(*std::exchange(code_line, std::nullopt));
    code_line = CutSentence{std::move(text), first ? CodePlace::kFirst : CodePlace::kMiddle};
  }

  void EndCode() {
    if (!code_line) return;
    const bool only = code_line->code == CodePlace::kFirst;
    code_line->code = only ? CodePlace::kOnly : CodePlace::kLast;
    cut.push_back(*std::exchange(code_line, std::nullopt));
  }

  void PushHead(char32_t c) {
    if (IsLineEnd(c)) return EndHead(c);
    head.push_back(c);
    ReadHead();
  }

  void ReadHead() {
    while (mode == Mode::kLineStart) {
      LineOpening opening = ReadLineOpening(head);
      if (opening.kind == LineOpening::Kind::kUndecided && head.size() < kHeadMax) return;
      TakeOpening(opening);
    }
  }

  // The mark at the beginning of the line is taken off.
  void TellMark(std::size_t size, std::string_view rule) const {
    if (markup_watcher) markup_watcher(std::u32string_view(head).substr(0, size), {}, rule);
  }
  void DropHead(std::string_view rule) {
    if (!head.empty()) TellMark(head.size(), rule);
    head.clear();
  }

  void TakeOpening(const LineOpening& opening) {
    using Kind = LineOpening::Kind;
    switch (opening.kind) {
      case Kind::kBullet:
      case Kind::kQuote:
        // The lines of a quotation are one text; an item is one of its own.
        if (opening.kind == Kind::kQuote) {
          in_quotation = true;
        } else {
          in_table = false;
          paragraph.End();
          bullet = TrimSpace(head).front();
        }
        TellMark(opening.mark_end, opening.kind == Kind::kBullet ? "bullet" : "quotation");
        head.erase(0, opening.mark_end);
        return;
      case Kind::kOrdered: {
        paragraph.End();
        const std::u32string mark = std::exchange(head, {});
        if (in_table) MakeRow();
        paragraph.BeginItem(std::u32string_view(mark).substr(0, opening.mark_end));
        return BeginText(mark.substr(opening.mark_end));
      }
      case Kind::kTarget:
        if (bullet != 0) return BeginText(std::exchange(head, {}));
        paragraph.End();
        mode = Mode::kTarget;
        return;
      case Kind::kHeading:
        in_table = false;
        paragraph.End();
        line_is_block = true;
        TellMark(opening.mark_end, "heading");
        BeginText(std::exchange(head, {}).substr(opening.mark_end));
        mode = Mode::kHeading;
        return;
      case Kind::kTable:
        MakeRow();
        return BeginText(std::exchange(head, {}));
      case Kind::kFence:
        in_table = false;
        mode = Mode::kFenceInfo;
        return;
      case Kind::kText:
      case Kind::kUndecided:
        if (in_table) MakeRow();
        return BeginText(std::exchange(head, {}));
    }
  }

  // The line is one sentence.
  void MakeRow() {
    paragraph.End();
    line_is_block = true;
    paragraph.SetWhole();
  }

  void BeginText(std::u32string_view text) {
    mode = Mode::kText;
    in_quotation = false;
    const char32_t mark = std::exchange(bullet, 0);
    if (mark >= 0x80) paragraph.BeginBullet(mark);
    for (const char32_t c : text) paragraph.Push(c);
  }

  // The line ended before its beginning was understood: it is empty, markup alone, or text.
  void EndHead(char32_t line_end) {
    const bool table = text_above && IsTableRule(head);
    text_above = false;
    if (table || TrimSpace(head).empty() || IsRule(head, 2)) {
      in_table = table;
      in_quotation = false;
      paragraph.End();
      return DropHead("rule");
    }
    if (OpensFormula(head)) return BeginFormula();
    if (in_table) MakeRow();
    const std::u32string line = std::exchange(head, {});
    BeginText(line);
    PushText(line_end);
  }

  void PushText(char32_t c) {
    if (!IsLineEnd(c)) return paragraph.Push(c);
    if (std::exchange(line_is_block, false)) {
      paragraph.End();
    } else {
      paragraph.PushLineEnd(c);
    }
    mode = Mode::kLineStart;
    text_above = true;
  }

  // "## Settings ##": the marks at the end of a heading are held back, for they may be text.
  void PushHeading(char32_t c) {
    const bool line_end = IsLineEnd(c);
    if (!line_end && (IsSpace(c) || (c == U'#' && !held.empty()))) return held.push_back(c);
    const std::u32string marks = std::exchange(held, {});
    if (!line_end) {
      for (const char32_t mark : marks) paragraph.Push(mark);
    } else if (!marks.empty() && markup_watcher) {
      markup_watcher(marks, {}, "heading");
    }
    PushText(c);
  }

  void PushTarget(char32_t c) {
    if (!IsLineEnd(c)) head.push_back(c);
    if (!IsLineEnd(c) && head.size() < kHeadMax) return;
    DropHead("target of a link");
    if (IsLineEnd(c)) mode = Mode::kLineStart;
  }

  // The rest of a fence's line; with a backtick in it, it is a code span in a text.
  void PushFenceInfo(char32_t c) {
    if (IsLineEnd(c)) {
      const std::u32string_view mark = TrimSpace(head);
      fence = mark.front();
      fence_length = std::min(mark.find_first_not_of(fence), mark.size());
      // Many tildes alone under a line of text underline it.
      const bool underline =
          fence == U'~' && fence_length == mark.size() && fence_length > 3 && text_above;
      paragraph.End();
      DropHead("code fence");
      mode = underline ? Mode::kLineStart : Mode::kCode;
      fence_quoted = std::exchange(in_quotation, false);
      text_above = false;
      return;
    }
    head.push_back(c);
    const std::u32string_view mark = TrimSpace(head);
    const std::size_t run = mark.find_first_not_of(mark.front());
    const bool code_span = c == U'`' && run != mark.npos;
    if (code_span || head.size() > kFenceInfoMax) BeginText(std::exchange(head, {}));
  }

  // Lines of a code block are sentences, with nothing taken off.
  void PushCode(char32_t c) {
    if (!IsLineEnd(c)) {
      head.push_back(c);
      if (head.size() < kHeadMax) return;
      DropQuotation();
      FlushCode();
      code_line_cut = true;
      return;
    }
    EndCodeLine();
    if (mode == Mode::kCode) FlushCode();
    paragraph.End();
  }

  // A block in a quotation: each of its lines begins with the mark.
  void DropQuotation() {
    if (!fence_quoted || code_line_cut) return;
    const std::size_t mark = std::min(head.find_first_not_of(U" \t"), head.size());
    if (mark == head.size() || head[mark] != U'>') return;
    const std::size_t end = mark + (head.substr(mark + 1, 1) == U" " ? 2 : 1);
    TellMark(end, "quotation");
    head.erase(0, end);
  }

  void EndCodeLine() {
    DropQuotation();
    if (!code_line_cut && ClosesFence(head, fence, fence_length)) {
      DropHead("code fence");
      mode = Mode::kLineStart;
    }
    code_line_cut = false;
  }

  // "$$", lines, "$$": one sentence, in which nothing is markup.
  void BeginFormula() {
    paragraph.End();
    mode = Mode::kFormula;
    const std::u32string_view mark = TrimSpace(head);
    formula_end = mark == U"$$" ? U"$$" : mark == U"\\[" ? U"\\]" : U"\\end{";
    FlushFormula();
  }

  void PushFormula(char32_t c) {
    if (!IsLineEnd(c)) {
      head.push_back(c);
      if (head.size() >= kHeadMax) FlushFormula();
      return;
    }
    const std::u32string_view line = TrimSpace(head);
    const bool ends = line.empty() || line.find(formula_end) != line.npos;
    FlushFormula();
    if (!ends) return;
    paragraph.End();
    mode = Mode::kLineStart;
  }

  void FlushFormula() {
    head.push_back(U' ');
    FlushCode();
  }

  void FlushCode() {
    paragraph.AppendLiteral(head);
    head.clear();
  }

  void Finish() {
    const bool code = mode == Mode::kCode;
    FinishMode();
    mode = Mode::kLineStart;
    Collect(code);
  }

  void FinishMode() {
    if (mode == Mode::kCode) {
      EndCodeLine();
      if (!head.empty()) FlushCode();
    } else if (mode == Mode::kFormula) {
      FlushCode();
    } else if (mode == Mode::kLineStart && !IsRule(head, 3) && !(text_above && IsTableRule(head))) {
      BeginText(std::exchange(head, {}));
    }
    head += std::exchange(held, {});
    DropHead(UnfinishedMark());
    paragraph.End();
  }

  // What the beginning of a line was taken for when the answer ended.
  std::string_view UnfinishedMark() const {
    if (mode == Mode::kTarget) return "target of a link";
    if (mode == Mode::kHeading) return "heading";
    return mode == Mode::kFenceInfo ? "code fence" : "rule";
  }

  // "+" or, at the end of the answer, "--" may be what it says; three marks are a rule.
  static bool IsRule(std::u32string_view line, std::size_t marks) {
    const std::u32string_view mark = TrimSpace(line);
    if (!IsMarkupLine(mark)) return false;
    const bool lone_item =
        marks < 3 && (mark == U"-" || mark == U"*" || mark == U"#" || mark == U">");
    return mark.size() >= marks || lone_item;
  }

  const MarkupWatcher markup_watcher;
  Utf8Decoder decoder;
  std::vector<std::string> sentences;    // As the paragraph cuts them.
  std::vector<CutSentence> cut;          // Not yet handed out.
  std::optional<CutSentence> code_line;  // The last line of code so far.
  Paragraph paragraph;
  Mode mode = Mode::kLineStart;
  char32_t bullet = 0;         // The line's bullet, until its text begins.
  std::u32string head;         // The beginning of a line, while its kind is open; in code the line.
  std::u32string held;         // What may be the closing marks of a heading.
  bool line_is_block = false;  // A heading or a table's row: it ends with its line.
  bool text_above = false;     // The line before held text.
  bool in_table = false;      // Each line until a blank one is a row of a table without outer bars.
  bool in_quotation = false;  // The mark of one has been taken off this line.
  bool code_line_cut = false;
  bool fence_quoted = false;
  char32_t fence = 0;
  std::size_t fence_length = 0;
  std::u32string_view formula_end;  // What closes the formula.
};

SentenceSegmenter::SentenceSegmenter(SegmenterOptions options)
    : state_(std::make_unique<State>(options)) {}
SentenceSegmenter::~SentenceSegmenter() = default;

std::vector<CutSentence> SentenceSegmenter::Cut(std::string_view piece) {
  std::u32string characters;
  characters.reserve(piece.size());
  state_->decoder.Push(piece, characters);
  for (const char32_t c : characters) state_->Push(c);
  return std::exchange(state_->cut, {});
}

std::vector<CutSentence> SentenceSegmenter::CutLast() {
  std::u32string characters;
  state_->decoder.Finish(characters);
  for (const char32_t c : characters) state_->Push(c);
  state_->Finish();
  return std::exchange(state_->cut, {});
}

std::vector<std::string> SentenceSegmenter::Push(std::string_view piece) {
  return TextsOf(Cut(piece));
}

std::vector<std::string> SentenceSegmenter::Finish() { return TextsOf(CutLast()); }

}  // namespace nexy
