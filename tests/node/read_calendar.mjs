// Reads a calendar from the standard input, and prints its events as ical.js understands them, as JSON.
import ICAL from "ical.js";

let text = "";
for await (const piece of process.stdin) text += piece;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));

const time = (value) => (value === null ? null : value.isDate ? value.toString() : value.toUnixTime());
const trigger = (value) => (value instanceof ICAL.Duration ? { seconds: value.toSeconds() } : { at: time(value) });
const events = calendar.getAllSubcomponents("vevent").map((event) => ({
  uid: event.getFirstPropertyValue("uid"),
  sequence: event.getFirstPropertyValue("sequence"),
  status: event.getFirstPropertyValue("status"),
  summary: event.getFirstPropertyValue("summary"),
  description: event.getFirstPropertyValue("description"),
  starts: time(event.getFirstPropertyValue("dtstart")),
  ends: time(event.getFirstPropertyValue("dtend")),
  alarms: event.getAllSubcomponents("valarm").map((alarm) => ({
    action: alarm.getFirstPropertyValue("action"),
    description: alarm.getFirstPropertyValue("description"),
    ...trigger(alarm.getFirstPropertyValue("trigger")),
  })),
}));
process.stdout.write(JSON.stringify(events));
