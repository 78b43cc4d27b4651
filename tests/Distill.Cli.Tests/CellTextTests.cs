using Distill.Cli.Terminal;

namespace Distill.Cli.Tests;

/// <summary>Names in columns of a terminal, where a Korean letter takes two cells.</summary>
public sealed class CellTextTests
{
    [Theory]
    [InlineData("cat", 5, "cat  ")]
    [InlineData("a tabby cat", 5, "a ta…")]
    [InlineData("빨강", 5, "빨강 ")]
    [InlineData("빨강 장미꽃", 6, "빨강 …")]
    [InlineData("빨강장미꽃", 6, "빨강… ")]
    [InlineData("", 2, "  ")]
    public void A_name_fills_its_column_and_no_more(string name, int width, string shown) => Assert.Equal(shown, CellText.Left(name, width));

    [Theory]
    [InlineData("photos/2026/one.png", 8, "…one.png")]
    [InlineData("사진/고양이.png", 8, "…이.png ")]
    [InlineData("one.png", 9, "one.png  ")]
    public void Of_a_path_the_end_stays(string path, int width, string shown) => Assert.Equal(shown, CellText.Tail(path, width));

    [Fact]
    public void A_name_cannot_move_the_cursor() => Assert.Equal("a?[31mb?", CellText.Plain("a\u001b[31mb\n"));
}
