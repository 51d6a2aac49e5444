from __future__ import annotations

from textual.app import App

from planner.ui.work import Work


async def test_what_is_asked_while_the_app_goes_down_is_not_begun() -> None:
    app: App[None] = App()
    async with app.run_test():
        work = Work(app)
        work.close()
        begun: list[str] = []
        work.run(
            lambda: begun.append("call"), lambda _: begun.append("then"), lambda _: begun.append("failed"), slow=True
        )
        work.run(lambda: begun.append("call"), lambda _: begun.append("then"), lambda _: begun.append("failed"))
    assert begun == []
    assert work.pending == 0
