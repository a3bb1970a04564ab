// Everything the chat itself says. What Signpost answers comes from the server and is not here.
export const words = {
  heading: "Signpost",
  launcher: "Find business support",
  launcherNews: (count) => `Find business support, ${count} new ${count === 1 ? "message" : "messages"}`,

  owner: {
    bot: "Automated guide. Ask for a person at any time.",
    queue: "Your request is with an adviser. You can keep writing.",
    broker: "You are talking to a person.",
  },

  close: "Close the chat",
  options: "Options",
  startAgain: "Start again",
  erase: "Delete this chat",
  ask: {
    startAgain: {
      question: "Start again?",
      explanation: "You get a new, empty chat. This one will no longer be shown in this browser.",
      yes: "Yes, start again",
      no: "No, go back",
    },
    erase: {
      question: "Delete this chat?",
      explanation: "What you wrote and what Signpost answered are deleted for good. Nobody can bring them back.",
      yes: "Yes, delete it",
      no: "No, keep it",
    },
  },

  log: "What was said",
  from: { person: "You", bot: "Signpost", broker: "Adviser", system: "Note" },
  said: { person: "You said:", bot: "Signpost said:", broker: "The adviser said:", system: "Note:" },
  typing: "Signpost is writing",
  newBelow: "New message below",
  chosen: "chosen",
  choices: "Choose an answer, or write your own",

  kinds: {
    programme: "Programme",
    event: "Event or network",
    case_study: "A firm that did it",
    step: "Step",
    hub: "People to ask",
    plan: "Your plan",
    comparison: "Side by side",
    moving: "On your telephone",
    brief: "For an adviser",
    copy: "Your data",
  },
  fetchCopy: "Download the copy",
  copyName: "signpost-copy.json",
  noCopy: "There is no copy to fetch here any more. Ask for a new one.",
  openPlan: "Open your plan",
  visit: (site) => `Go to ${site}`,
  newTab: "opens in a new tab",

  input: "Your message",
  placeholder: "What does your firm need?",
  hint: "Press Enter to send. Press Shift and Enter for a new line.",
  send: "Send",
  left: (count) => `You have ${grouped(count)} ${count === 1 ? "character" : "characters"} left.`,
  over: (count) => `Your message is ${grouped(count)} ${count === 1 ? "character" : "characters"} too long.`,

  waiting: "Not sent yet. It goes as soon as you are connected.",
  failed: "Not sent.",
  sendAgain: "Send again",
  seen: "Seen",

  offline: "You are offline. You can keep writing: it is sent when you are back.",
  reconnecting: "The connection was lost. Trying to connect again.",
  meanwhile: (contact) => `If it cannot wait, ask ${contact}`,
  online: "You are connected again.",
  restored: "Your earlier chat is here again.",
  lost: "Your earlier chat has ended here, so it cannot be shown. This is a new one.",
  lostUnsent: "Your earlier chat has ended here. This is a new one.",
  unsent: "What you had written is still in the box: send it again.",
  erased: "The chat was deleted. This is a new one.",
  notErased: "The chat could not be deleted. Please try again.",
  refused: "That did not work. Please try again.",
};

function grouped(number) {
  return new Intl.NumberFormat("en-GB").format(number);
}
