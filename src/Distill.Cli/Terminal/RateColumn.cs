using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Terminal;

/// <summary>Units a second, over the whole task so far; what was done before it was shown does not count.</summary>
internal sealed class RateColumn(IReadOnlyDictionary<ProgressTask, (string Unit, long From)> shown) : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        var (unit, from) = shown.GetValueOrDefault(task, ("", 0));
        return seconds < 0.5 ? Spectre.Console.Text.Empty : new Spectre.Console.Text(ProgressLine.Rate((task.Value - from) / seconds, unit));
    }
}
