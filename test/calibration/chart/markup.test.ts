import { expect, test } from "vitest";
import { embeddedJson, markup, raw } from "../../../calibration/chart/markup.ts";

const HOSTILE = `<img src=x onerror="alert('1')">&`;

test("whatever is put into a template is escaped, in text, attributes and lists; markup is not escaped twice", () => {
  const escaped = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;";
  expect(markup`<b title="${HOSTILE}">${[HOSTILE, 7]}</b>`.text).toBe(`<b title="${escaped}">${escaped}7</b>`);
  expect(markup`<p>${markup`<i>${"<"}</i>`}${raw("<hr>")}</p>`.text).toBe("<p><i>&lt;</i><hr></p>");
});

test("JSON cannot end the element that holds it", () => {
  const { text } = embeddedJson({ name: "</script><!-- &\u2028" });
  expect(text).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(text)).toEqual({ name: "</script><!-- &\u2028" });
});
