# SPDX-License-Identifier: Apache-2.0
"""The newest code of an authenticator app that opened an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0002_sign_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastCode',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('step', models.BigIntegerField()),
            ],
        ),
    ]
