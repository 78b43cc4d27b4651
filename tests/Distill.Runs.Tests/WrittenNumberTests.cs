namespace Distill.Runs.Tests;

public sealed class WrittenNumberTests
{
    [Theory]
    [InlineData("2.5", 2.5)]
    [InlineData("-3", -3)]
    [InlineData("+4", 4)]
    [InlineData("1e-3", 1e-3)]
    [InlineData("1E3", 1000)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("0", 0)]
    public void Numbers_as_programs_have_them_are_read(string text, double expected)
    {
        Assert.True(WrittenNumber.TryDouble(text, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("2,5", "2,5 is no number; write 2.5")]
    [InlineData("0,001", "0,001 is no number; write 0.001")]
    [InlineData("-0,1", "-0,1 is no number; write -0.1")]
    [InlineData("1,000", "1,000 is no number; write 1000 or 1.000")]
    [InlineData("1,000,000", "1,000,000 is no number; write 1000000")]
    [InlineData("1.000,5", "1.000,5 is no number; write 1000.5")]
    [InlineData("1,000.5", "1,000.5 is no number; write 1000.5")]
    [InlineData("1,5,2", "1,5,2 is no number")]
    [InlineData("1 000", "'1 000' is no number; write 1000")]
    [InlineData(" 3", "' 3' is no number; write 3")]
    [InlineData("1'000", "1'000 is no number; write 1000")]
    [InlineData("1_000", "1_000 is no number; write 1000")]
    [InlineData("−3", "−3 is no number; write -3")]
    [InlineData("10%", "10% is no number; write 0.1")]
    [InlineData("0x10", "0x10 is no number; write 16")]
    [InlineData("hot", "hot is no number")]
    [InlineData("", "'' is no number")]
    [InlineData("NaN", "NaN is no number")]
    [InlineData("Infinity", "Infinity is no number")]
    [InlineData("∞", "∞ is no number")]
    [InlineData("1e999", "1e999 is too large")]
    [InlineData("３", "３ is no number")]
    [InlineData("2.5.1", "2.5.1 is no number")]
    [InlineData("e", "e is no number")]
    [InlineData("--3", "--3 is no number")]
    public void What_is_no_number_is_said_with_what_was_meant(string text, string expected)
    {
        Assert.False(WrittenNumber.TryDouble(text, out _));
        Assert.Equal(expected, WrittenNumber.Problem(text, whole: false));
    }

    [Theory]
    [InlineData("2.5", "2.5 is no whole number")]
    [InlineData("2,5", "2,5 is no whole number")]
    [InlineData("5.0", "5.0 is no whole number; write 5")]
    [InlineData("1e3", "1e3 is no whole number; write 1000")]
    [InlineData("1,000", "1,000 is no whole number; write 1000 or 1")]
    [InlineData("1.000", "1.000 is no whole number; write 1000 or 1")]
    [InlineData("1 000 000", "'1 000 000' is no whole number; write 1000000")]
    [InlineData("many", "many is no whole number")]
    [InlineData("99999999999999999999", "99999999999999999999 is too large")]
    public void What_is_no_whole_number_is_said_with_what_was_meant(string text, string expected)
    {
        Assert.False(WrittenNumber.TryWhole(text, out _));
        Assert.Equal(expected, WrittenNumber.Problem(text, whole: true));
    }
}
