using System.Text.Json;
using Deque.AxeCore.Commons;

namespace Distill.Studio.Tests;

/// <summary>The pages against the rules of axe-core.</summary>
public sealed class AccessibilityTests(SampleFolder folder, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("runs", "document.querySelectorAll('.runs tbody tr').length === 3")]
    [InlineData("run?run=student", "document.querySelectorAll('.plots svg').length >= 3")]
    [InlineData("compare?run=student&run=teacher", "document.querySelectorAll('.plots polyline').length >= 6")]
    [InlineData("playground?teacher=teacher&student=student", "document.querySelectorAll('.bars tbody tr').length === 4")]
    [InlineData("classes?model=student", "document.querySelector('.map')?.width > 0")]
    public async Task No_rule_is_broken_seriously(string view, string shown)
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        await using var studio = await Studio.Of(folder.Runs);
        foreach (var (width, scheme) in new[] { (1280, "light"), (390, "dark") })
        {
            using var browser = await Browser.Open(chromium, new Uri(studio.Address, $"#{view}"), width, scheme);
            await browser.Await(shown);
            await browser.Await($"{{ {new BundledAxeScriptProvider().GetScript()}; return true; }}");

            // What is loaded into a frame of its own is a report, which has tests of its own.
            var broken = await browser.Await("""
                {
                  const found = await axe.run({ exclude: ['iframe'] }, { resultTypes: ['violations'], iframes: false });
                  return { found: found.violations.filter(rule => ['serious', 'critical'].includes(rule.impact)).map(rule => `${rule.id}: ${rule.nodes.map(node => node.html).join(' ')}`), passed: found.passes.length };
                }
                """);

            Assert.True((int)broken["passed"]! > 10);
            Assert.Equal("[]", JsonSerializer.Serialize(broken["found"]));
        }
    }
}
