using System.Globalization;
using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Jobs.Recipes.Schedules;

/// <summary>
/// A number that may change while a student trains. In JSON a plain number, or for example
/// <c>{"from": 8, "to": 2, "shape": "linear"}</c>; on the command line 4, 8..2, 8..2:cosine or 8..2:stairs:4.
/// </summary>
/// <param name="From">The value at the first step.</param>
/// <param name="To">The value at the last.</param>
/// <param name="Shape">How it goes there.</param>
/// <param name="Stairs">How many stairs there are; 0 for another shape.</param>
[JsonConverter(typeof(ScheduledNumberConverter))]
internal readonly record struct ScheduledNumber(double From, double To, ScheduleShape Shape = ScheduleShape.Linear, int Stairs = 0)
{
    public const int FewestStairs = 2;
    public const int MostStairs = 100;

    // No stair is as short as the way between two of them.
    private const int Places = 10 * MostStairs;

    /// <summary>The same at every step.</summary>
    public static implicit operator ScheduledNumber(double value) => new(value, value);

    /// <summary>Whether it is the same at every step.</summary>
    public bool IsConstant => From.Equals(To);

    /// <summary>The largest value.</summary>
    public double Highest => Math.Max(From, To);

    /// <summary>The mean over the training: every shape spends as long above the middle as below.</summary>
    public double Mean => IsConstant ? From : (From + To) / 2;

    /// <summary>The two values, or the one.</summary>
    public IEnumerable<double> Ends => IsConstant ? [From] : [From, To];

    /// <summary>The different values at many places of a training; of stairs all.</summary>
    public IEnumerable<double> Values
    {
        get
        {
            var own = this;
            return Enumerable.Range(0, Places + 1).Select(place => own.At((double)place / Places)).Distinct();
        }
    }

    /// <summary>The value where a share of the training is done, 0 at the first step and 1 at the last.</summary>
    public double At(double done) => Shape switch
    {
        ScheduleShape.Cosine => Between((1 - Math.Cos(Math.PI * done)) / 2, 1),
        ScheduleShape.Stairs => Between(Math.Min(Stairs - 1, Math.Floor(done * Stairs)), Stairs - 1),
        _ => Between(done, 1),
    };

    /// <summary>Reads what is typed.</summary>
    /// <param name="text">For example 4, 8..2, 8..2:cosine or 8..2:stairs:4.</param>
    /// <param name="number">The number.</param>
    /// <returns>What is wrong, without a stop; null for nothing.</returns>
    public static string? Parse(string text, out ScheduledNumber number)
    {
        number = default;
        var ends = text.Split("..");
        if (ends.Length != 2)
        {
            var problem = WrittenNumber.TryDouble(text, out var value) ? null : Meant(text) ?? WrittenNumber.Problem(text, whole: false);
            number = value;
            return problem;
        }

        string[] tail = ends[1].Split(':');
        if (!WrittenNumber.TryDouble(ends[0], out var from))
        {
            return WrittenNumber.Problem(ends[0], whole: false);
        }

        if (!WrittenNumber.TryDouble(tail[0], out var to))
        {
            return WrittenNumber.Problem(tail[0], whole: false);
        }

        number = new(from, to);
        switch (tail[1..])
        {
            case [] or ["linear"]:
                return null;
            case ["cosine"]:
                number = number with { Shape = ScheduleShape.Cosine };
                return null;
            case ["stairs", var count] when WrittenNumber.TryWhole(count, out var stairs) && stairs is >= FewestStairs and <= MostStairs:
                number = number with { Shape = ScheduleShape.Stairs, Stairs = (int)stairs };
                return null;
            default:
                return $"'{string.Join(':', tail[1..])}' is no shape; expected linear, cosine, or stairs:4 with {FewestStairs} to {MostStairs} stairs";
        }
    }

    /// <summary>For example "4" or "from 8 to 2, cosine".</summary>
    public override string ToString() => IsConstant
        ? From.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"from {From} to {To}, {(Shape == ScheduleShape.Stairs ? $"{Stairs} stairs" : Shape.ToString().ToLowerInvariant())}");

    // Two numbers with another sign between them, such as 8-2 or 8:2.
    private static string? Meant(string text)
    {
        foreach (var sign in new[] { "->", "→", "…", "-", ":" })
        {
            if (text.Split(sign) is [var from, var to] && WrittenNumber.TryDouble(from, out _) && WrittenNumber.TryDouble(to, out _))
            {
                return $"{text} is no number; write {from}..{to} for one that changes";
            }
        }

        return null;
    }

    // Products before quotients, so that stairs between whole numbers are whole where they can be.
    private double Between(double part, double whole) => part >= whole ? To
        : Math.Clamp(From + ((To - From) * part / whole), Math.Min(From, To), Math.Max(From, To));
}
